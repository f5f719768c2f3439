import pandas as pd

s = pd.Series([10, 200])
print(s.str.len())
