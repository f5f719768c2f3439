package main

import _ "example.com/a"

func main() {}
