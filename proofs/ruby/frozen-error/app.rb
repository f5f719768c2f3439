a = "x".freeze
a << "y"
