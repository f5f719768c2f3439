import pandas as pd

s = pd.Series(['2026-01-02'])
print(s.dt.year)
