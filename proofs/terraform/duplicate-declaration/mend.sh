# Removes the second one.
sed -i '5,$d' main.tf
