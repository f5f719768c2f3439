# Corrects the line that the message names.
sed -i '/<<<</d' go.mod
