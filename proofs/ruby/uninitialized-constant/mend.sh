# Requires it.
sed -i '1i require "date"' app.rb
