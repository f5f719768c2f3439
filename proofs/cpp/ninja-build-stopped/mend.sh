# The block after FAILED names the command; it passes with its file.
touch data.txt
