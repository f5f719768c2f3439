sed -i -e 's/import math/import numpy as np/' -e 's/math.sqrt/np.sqrt/' app.py
