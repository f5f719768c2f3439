# Returns the owned value.
sed -i -e "s/&'static str/String/" -e 's/^    &name/    name/' main.rs
