# Brings the file that it names.
echo 1 > in.txt
