# Guards it with a mutex.
sed -i 's/func add() { n++ }/func add() { mu.Lock(); defer mu.Unlock(); n++ }/' main.go
