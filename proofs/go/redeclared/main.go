package main

func main() {
	n := 1
	n := n + 1
	_ = n
}
