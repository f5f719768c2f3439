# Converts by name.
sed -i 's/+ 3/+ 3.to_s/' app.rb
