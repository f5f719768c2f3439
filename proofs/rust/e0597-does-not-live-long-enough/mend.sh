# Declares the value in the outer scope.
sed -i -e '/let name/d' -e '2i \    let name = String::from("a");' main.rs
