pub fn two() -> i32 { 1 }
#[test]
fn it_is_two() { assert_eq!(two(), 2); }
