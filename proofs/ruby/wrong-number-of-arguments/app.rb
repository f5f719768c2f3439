def f(a) = a
f
