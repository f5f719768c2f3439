import pandas as pd

df = pd.DataFrame({'i': [1, 1], 'c': ['a', 'a'], 'v': [1, 2]})
print(df.pivot(index='i', columns='c', values='v'))
