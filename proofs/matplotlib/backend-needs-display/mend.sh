# It draws without a window.
sed -i 's/TkAgg/Agg/' app.py
