# The versions are brought together.
sed -i 's/\^1.0/^2.0/' composer.json
