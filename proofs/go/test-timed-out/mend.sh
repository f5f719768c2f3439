# The stack says that the test waits for the channel: the sender sends.
sed -i 's/go func() {}()/go func() { c <- 1 }()/' a_test.go
