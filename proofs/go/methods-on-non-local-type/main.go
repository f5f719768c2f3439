package main

import (
	"fmt"
	"time"
)

func (t time.Time) Short() string {
	return t.Format("15:04")
}

func main() {
	fmt.Println(time.Time{}.Short())
}
