# Labels are made of the probabilities.
sed -i 's/f1_score(y, p)/f1_score(y, [int(x > 0.5) for x in p])/' app.py
