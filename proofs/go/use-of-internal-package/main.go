package main

import _ "net/http/internal"

func main() {}
