package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServeTLS("127.0.0.1:"+os.Getenv("PORT"), "cert.pem", "key.pem", nil))
}
