function f(a: string): void;
function f(a: number): void;
function f(a: unknown) { void a; }
f(true);
export {};
