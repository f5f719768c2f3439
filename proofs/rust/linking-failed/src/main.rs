#[link(name = "greet")]
unsafe extern "C" {
    fn greet() -> i32;
}

fn main() {
    // SAFETY: the function takes nothing and touches nothing.
    println!("{}", unsafe { greet() });
}
