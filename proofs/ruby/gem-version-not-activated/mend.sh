sed -i 's/~> 2.0/~> 1.0/' app.rb
