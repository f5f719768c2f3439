# The line above names the command that failed; it passes with its file.
touch data.txt
