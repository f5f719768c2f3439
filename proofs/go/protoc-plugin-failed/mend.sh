sed -i 's|^package kv;|&\n\noption go_package = "example.org/shop/kv";|' kv.proto
