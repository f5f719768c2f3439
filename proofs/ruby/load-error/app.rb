require "greet"
puts hello
