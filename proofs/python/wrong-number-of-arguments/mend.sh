sed -i 's/def drive()/def drive(self)/' app.py
