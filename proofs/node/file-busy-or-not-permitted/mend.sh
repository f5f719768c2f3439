# A folder stands where the file is expected: the path is corrected.
sed -i 's|"data"|"data/a.txt"|' app.js
