hits = []
print(hits[0])
