gcc main.cpp -o app
