# Retry of the copy that requests uses.
sed -i 's/from pip\._vendor\.urllib3 import Retry/from urllib3.util.retry import Retry/' app.py
