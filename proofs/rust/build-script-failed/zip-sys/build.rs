use std::process::Command;

fn main() {
    if std::env::var_os("CARGO_FEATURE_BUNDLED").is_some() {
        return;
    }
    let found = Command::new("pkg-config").args(["--exists", "no-such-zip"]).status();
    assert!(found.is_ok_and(|status| status.success()), "no-such-zip is not installed");
}
