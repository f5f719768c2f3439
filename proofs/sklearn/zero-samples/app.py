from sklearn.model_selection import KFold

print(list(KFold(5).split([1, 2])))
