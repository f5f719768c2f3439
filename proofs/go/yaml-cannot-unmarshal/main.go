package main

import (
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

type config struct {
	Hosts []string `yaml:"hosts"`
	Port  int      `yaml:"port"`
}

func main() {
	text, err := os.ReadFile("config.yaml")
	if err != nil {
		panic(err)
	}
	var c config
	if err := yaml.Unmarshal(text, &c); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
}
