import pandas as pd

import math

print(math.sqrt(pd.Series([1, 4])))
