import io

import pandas as pd

buffer = io.StringIO()
buffer.write('a,b\n1,2\n')
print(pd.read_csv(buffer))
