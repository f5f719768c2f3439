import pandas as pd

s = pd.Series(['2026-01-02', 'none'])
print(pd.to_datetime(s, format='%Y-%m-%d'))
