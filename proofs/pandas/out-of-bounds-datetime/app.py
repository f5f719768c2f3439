import pandas as pd

s = pd.Series([10**18])
print(pd.to_datetime(s, unit='s'))
