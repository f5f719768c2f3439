class A { get n() { return this.n; } }
console.log(new A().n);
