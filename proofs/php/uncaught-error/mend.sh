# The message names what is missing.
touch n.txt
