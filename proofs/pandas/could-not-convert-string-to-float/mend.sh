sed -i "s/s.astype(float)/pd.to_numeric(s, errors='coerce')/" app.py
