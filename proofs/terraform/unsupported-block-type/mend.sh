# Writes the map as an argument.
sed -i 's/input {/input = {/' main.tf
