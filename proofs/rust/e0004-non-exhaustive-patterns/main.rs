enum Light { Red, Green }

fn wait(l: Light) -> u32 {
    match l {
        Light::Red => 10,
    }
}

fn main() {
    println!("{} {}", wait(Light::Red), wait(Light::Green));
}
