package main

import (
	"encoding/json"
	"log"
)

func main() {
	var v struct{ Port int }
	if err := json.Unmarshal([]byte(`{"Port":"80"}`), &v); err != nil {
		log.Fatal(err)
	}
}
