mkdir gopath/src/p1/cmd
printf 'package main\n\nimport _ "q"\n\nfunc main() {}\n' > gopath/src/p1/cmd/main.go
