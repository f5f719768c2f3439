import io

import pandas as pd

path = io.StringIO('a,b\n1,2\n1,2,3\n')
print(pd.read_csv(path))
