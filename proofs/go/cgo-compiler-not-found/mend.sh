# Builds without cgo.
CGO_ENABLED=0 go build -o app .
