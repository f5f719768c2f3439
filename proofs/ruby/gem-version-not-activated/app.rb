gem "greet", "~> 2.0"
puts "ready"
