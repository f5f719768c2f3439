# Uses the public package.
sed -i 's|net/http/internal|net/http|' main.go
