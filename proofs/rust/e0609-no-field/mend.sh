# Goes to the inner value first.
sed -i 's/, a.n)/, a.map_or(0, |a| a.n))/' main.rs
