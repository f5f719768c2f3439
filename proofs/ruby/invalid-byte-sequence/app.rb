s = "caf\xE9"
puts s =~ /f/
