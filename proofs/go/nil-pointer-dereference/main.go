package main

type node struct{ n int }

type list struct{ first *node }

func newList() *list { return &list{} }

func main() {
	println(newList().first.n)
}
