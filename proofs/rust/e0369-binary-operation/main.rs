struct A(i32);

fn main() {
    println!("{}", A(1) == A(1));
}
