package main

type car struct{ Speed int }

func main() {
	c := car{}
	_ = c.speed
}
