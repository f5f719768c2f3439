rows = [1, 2]
display(rows)
