package main

type runner interface{ Run() }
type car struct{}

func (c *car) Run() {}

func main() {
	var r runner = car{}
	r.Run()
}
