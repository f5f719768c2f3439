module example.com/more
