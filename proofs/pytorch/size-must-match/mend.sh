# One is given the dimension that is meant.
sed -i "s/+ bias/+ bias.unsqueeze(1)/" app.py
