package main

import _ "os/user"

func main() {}
