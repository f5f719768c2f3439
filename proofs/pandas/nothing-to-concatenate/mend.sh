sed -i 's/pd.concat(parts)/pd.concat(parts) if parts else pd.DataFrame()/' app.py
