puts 3.upcase
