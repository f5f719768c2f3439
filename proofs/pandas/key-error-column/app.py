import pandas as pd

df = pd.DataFrame({' price': [1]})
print(df['price'])
