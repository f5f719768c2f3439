# Copies the source that is missing.
mkdir src && mv lib.rs src/lib.rs
