Gem::Specification.new do |s|
  s.name = "greet"
  s.version = "1.0.0"
  s.summary = "says hello"
  s.authors = ["a"]
  s.files = []
end
