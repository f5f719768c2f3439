pub fn hello() -> &'static str {
    "Good day"
}
