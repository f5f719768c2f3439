import pandas as pd

s = pd.Series(['1', 'x'])
print(s.astype(float))
