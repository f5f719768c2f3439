package main

import "sync"

var n int
var mu sync.Mutex

func add() { n++ }

func main() {
	var w sync.WaitGroup
	w.Add(2)
	for i := 0; i < 2; i++ {
		go func() { defer w.Done(); for j := 0; j < 1000; j++ { add() } }()
	}
	w.Wait()
}
