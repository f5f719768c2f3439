[1].each do |x|
  puts x
