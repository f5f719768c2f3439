#![deny(warnings)]
fn main() { let x = 1; }
