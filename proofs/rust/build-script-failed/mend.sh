# The feature that brings the library along is enabled.
sed -i 's|path = "zip-sys"|path = "zip-sys", features = ["bundled"]|' Cargo.toml
