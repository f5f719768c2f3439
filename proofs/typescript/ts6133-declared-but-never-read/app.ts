const a = 1;
export {};
