sed -i 's/KFold(5)/KFold(2)/' app.py
