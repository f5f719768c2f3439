sed -i 's/s.reindex/s[~s.index.duplicated()].reindex/' app.py
