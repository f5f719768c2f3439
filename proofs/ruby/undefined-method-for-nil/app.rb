user = nil
puts user.name
