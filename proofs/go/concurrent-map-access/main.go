package main

import (
	"fmt"
	"sync"
)

var (
	mu   sync.Mutex
	hits = map[int]int{}
)

func count(wait *sync.WaitGroup) {
	defer wait.Done()
	for i := 0; i < 500000; i++ {
		hits[i%7]++
	}
}

func main() {
	var wait sync.WaitGroup
	wait.Add(4)
	for i := 0; i < 4; i++ {
		go count(&wait)
	}
	wait.Wait()
	fmt.Println(len(hits))
}
