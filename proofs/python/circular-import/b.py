from a import alpha

beta = 2
