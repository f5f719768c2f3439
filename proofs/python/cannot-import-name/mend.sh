sed -i 's/loads/load/' app.py
