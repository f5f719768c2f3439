package main

import "fmt"

type car struct{ n int }

func (c car) String() string { return fmt.Sprintf("%v", c) }

func main() { fmt.Println(car{1}) }
