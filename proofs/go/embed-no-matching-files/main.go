package main

import "embed"

//go:embed all:dist
var files embed.FS

func main() { _ = files }
