mod shop;
