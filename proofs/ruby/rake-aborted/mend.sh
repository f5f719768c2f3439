# The next line says what is missing.
touch data.txt
