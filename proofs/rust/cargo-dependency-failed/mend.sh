# Corrects the path.
sed -i 's|../greet|greet|' Cargo.toml
