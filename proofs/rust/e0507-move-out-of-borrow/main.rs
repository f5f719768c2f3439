struct A {
    name: String,
}

fn take(a: &A) -> String {
    a.name
}

fn main() {
    println!("{}", take(&A { name: String::new() }));
}
