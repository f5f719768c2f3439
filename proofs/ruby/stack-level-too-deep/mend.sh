# Breaks the circle.
sed -i 's/self.name = n/@name = n/' app.rb
