# Runs the script by hand and mends what it wants.
touch data.txt
