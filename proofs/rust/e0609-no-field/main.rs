struct A {
    n: i32,
}

fn main() {
    let a = Some(A { n: 1 });
    println!("{}", a.n);
}
