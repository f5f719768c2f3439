import pandas as pd

s = pd.Series([1.0, None])
print(s.astype(int))
