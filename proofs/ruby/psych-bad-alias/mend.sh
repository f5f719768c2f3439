# Allows what the file uses.
sed -i 's/\*d")/*d", aliases: true)/' app.rb
