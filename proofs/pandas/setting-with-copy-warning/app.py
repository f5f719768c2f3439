import pandas as pd

orders = pd.DataFrame({"total": [5, 50], "city": ["Oslo", "Rome"]})
large = orders[orders["total"] > 10]
large["rebate"] = large["total"] * 0.1
print(large)
