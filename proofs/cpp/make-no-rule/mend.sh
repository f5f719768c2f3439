# Restores the file.
echo 1 > data.txt
