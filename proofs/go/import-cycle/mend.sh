# The shared part moves into a third package.
mkdir c && printf 'package c\n\nvar X = 1\n' > c/c.go
printf 'package a\n\nimport "example.com/app/c"\n\nvar A = c.X\n' > a/a.go
printf 'package b\n\nimport "example.com/app/c"\n\nvar B = c.X\n' > b/b.go
