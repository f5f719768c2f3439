# Takes all values.
sed -i 's/n :=/n, err :=/; s/_ = n/_, _ = n, err/' main.go
