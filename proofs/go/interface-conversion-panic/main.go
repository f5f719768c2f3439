package main

import "fmt"

func main() {
	var v interface{} = 3
	s := v.(string)
	fmt.Println(s)
}
