import pandas as pd

a, b = pd.Series([1, 2]), pd.Series([1, 2], index=[5, 6])
print(a == b)
