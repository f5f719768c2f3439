struct Node {
    next: Option<Node>,
}

fn main() {
    println!("{}", Node { next: None }.next.is_some());
}
