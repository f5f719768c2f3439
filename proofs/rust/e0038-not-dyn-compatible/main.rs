trait Shape {
    fn unit() -> Self;
    fn area(&self) -> f64;
}

fn total(shapes: &[Box<dyn Shape>]) -> f64 {
    shapes.iter().map(|shape| shape.area()).sum()
}

fn main() {
    println!("{}", total(&[]));
}
