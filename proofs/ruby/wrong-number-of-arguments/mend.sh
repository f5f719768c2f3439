# Calls it as it is defined.
sed -i 's/^f$/f(1)/' app.rb
