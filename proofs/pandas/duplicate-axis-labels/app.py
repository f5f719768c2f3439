import pandas as pd

s = pd.Series([1, 2], index=['a', 'a'])
print(s.reindex(['a', 'b']))
