package main

func hello() string {
	return "Good day"
}
