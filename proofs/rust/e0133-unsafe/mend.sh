# Writes an unsafe block with its reason.
sed -i 's|{ f() }|{ /* SAFETY: f does nothing */ unsafe { f() } }|' main.rs
