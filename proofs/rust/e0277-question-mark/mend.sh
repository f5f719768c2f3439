# Returns a Result.
sed -i -e 's/fn main() {/fn main() -> Result<(), Box<dyn std::error::Error>> {/' -e 's/println.*/&\n    Ok(())/' main.rs
