package main

import "example.com/app/simd"

func main() { println(simd.Sum(1, 2)) }
