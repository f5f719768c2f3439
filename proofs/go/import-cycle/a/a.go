package a

import "example.com/app/b"

var A = b.B
