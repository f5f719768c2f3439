# The input is converted to the type of the weights.
sed -i "s/model(x)/model(x.float())/" app.py
