# Removes the cause that the Err names.
echo 3 > n.txt
