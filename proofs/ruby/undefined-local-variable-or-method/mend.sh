# Passes it in.
sed -i 's/def f/def f(name)/; s/^f$/f(1)/' app.rb
