import pandas as pd

a = pd.DataFrame({'k': [1], 'v': [2]})
print(a.join(a))
