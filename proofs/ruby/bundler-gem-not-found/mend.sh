# Corrects the name.
sed -i 's/raek/rake/' Gemfile
