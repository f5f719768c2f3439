sed -i 's/s.dt.year/pd.to_datetime(s).dt.year/' app.py
