# Reads with the right encoding.
sed -i 's/xE9"/xE9".dup.force_encoding("ISO-8859-1").encode("UTF-8")/' app.rb
