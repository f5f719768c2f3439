# The exception says what is missing.
touch n.txt
