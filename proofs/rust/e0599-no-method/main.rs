struct A;

fn main() {
    let a = A;
    let _b = a.clone();
}
