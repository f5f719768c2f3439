import pandas as pd

a = pd.DataFrame({'k': [1]})
b = pd.DataFrame({'k': ['1']})
print(a.merge(b, on='k'))
