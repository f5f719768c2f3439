sed -i "s/'seaborn-whitegrid'/'seaborn-v0_8-whitegrid'/" app.py
