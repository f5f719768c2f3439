sed -i 's/six >> 1/six>=1/' setup.py
