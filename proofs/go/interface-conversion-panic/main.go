package main

import "fmt"

func main() {
	var v interface{} = 3
	fmt.Println(v.(string))
}
