package b

import "example.com/app/a"

var B = a.A
