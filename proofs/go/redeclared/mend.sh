# Each program gets its own folder.
mkdir -p cmd/b && mv b.go cmd/b/main.go
