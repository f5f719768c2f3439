import pandas as pd

parts = []
df = pd.concat(parts)
print(df)
