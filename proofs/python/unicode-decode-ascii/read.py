print(open("names.txt").read().count("\n"))
