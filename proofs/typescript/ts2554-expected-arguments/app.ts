function f(a: number) { return a; }
f();
export {};
