def f
  puts name
end
f
