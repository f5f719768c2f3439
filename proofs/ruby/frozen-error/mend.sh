# Works on a copy.
sed -i 's/a << /b = a.dup; b << /' app.rb
