Gem::Specification.new do |s|
  s.name = "first"
  s.version = "1.0.0"
  s.summary = "says hello"
  s.authors = ["a"]
  s.files = ["exe/greet"]
  s.bindir = "exe"
  s.executables = ["greet"]
end
