puts "n: " + 3
