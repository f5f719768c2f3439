package main

func main() {
	n := 1
}
