require_relative "greet"
puts "ready"
