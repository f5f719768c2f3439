sed -i -e 's/out = np.zeros.*/out = []/' -e 's/out\[i\] = image/out.append(image)/' app.py
