require "yaml"
puts YAML.load("a: &d {x: 1}\nb: *d")
