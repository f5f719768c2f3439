from sklearn.datasets import load_boston

print(load_boston.__name__)
