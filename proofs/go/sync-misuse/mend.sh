# Pairs them.
sed -i 's/\tmu.Unlock()/\tmu.Lock()\n\tdefer mu.Unlock()/' main.go
