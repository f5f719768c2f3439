from sklearn.preprocessing import OneHotEncoder

print(OneHotEncoder().fit([['a']]).transform([['b']]))
