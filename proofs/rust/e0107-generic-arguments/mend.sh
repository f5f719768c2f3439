# Gives the parameter.
sed -i 's/_: A)/_: A<i32>)/' main.rs
