protoc --go_out=. kv.proto
