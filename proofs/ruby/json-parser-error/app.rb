require "json"
body = ""
puts JSON.parse(body)
