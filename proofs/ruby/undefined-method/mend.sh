# The object is a number: it is made a string.
sed -i 's/3.upcase/3.to_s.upcase/' app.rb
