hits, total = 0, 0
print(hits / total)
