sed -i 's/app.py/app.py Ann/' start.sh
