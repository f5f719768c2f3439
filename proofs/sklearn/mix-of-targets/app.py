from sklearn.metrics import f1_score

y, p = [0, 1, 2], [0, 1, 1]
print(f1_score(y, p))
