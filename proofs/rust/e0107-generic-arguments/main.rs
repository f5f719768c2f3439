struct A<T>(T);
fn f(_: A) {}
fn main() { f(A(1)) }
