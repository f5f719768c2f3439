# Guards the empty text.
sed -i 's/puts JSON.parse(body)/puts JSON.parse(body) unless body.empty?/' app.rb
