# The channels come first.
sed -i "s/(image)/(image.permute(0, 3, 1, 2))/" app.py
