import pandas as pd

df = pd.DataFrame({'a': [1]})
more = pd.DataFrame({'a': [2]})
print(df.append(more))
