sed -i 's/len(count)/len(str(count))/' app.py
