from sklearn.preprocessing import StandardScaler

print(StandardScaler().transform([[1.0]]))
