# Asks before it calls.
sed -i 's/user.name/user\&.name/' app.rb
