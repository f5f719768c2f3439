package app

import "testing"

func TestWait(t *testing.T) {
	c := make(chan int)
	go func() {}()
	<-c
}
