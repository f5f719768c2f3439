sed -i 's/linalg.inv/linalg.pinv/' app.py
