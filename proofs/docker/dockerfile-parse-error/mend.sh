# Ends the line before with a backslash.
sed -i "2s/\$/ \\\\/" Dockerfile
