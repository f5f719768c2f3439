from sklearn.metrics import f1_score

y, p = [0, 1, 1], [0.2, 0.8, 0.6]
print(f1_score(y, p))
