chmod +x plugin.sh
exec protoc --plugin=protoc-gen-words=plugin.sh --words_out=. shop.proto
