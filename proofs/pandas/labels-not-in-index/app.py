import pandas as pd

df = pd.DataFrame({'a': [1]})
print(df[['a', 'b']])
