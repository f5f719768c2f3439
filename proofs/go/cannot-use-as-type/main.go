package main

func main() {
	var n int = "3"
	_ = n
}
