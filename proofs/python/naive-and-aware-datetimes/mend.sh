sed -i 's/datetime(2026, 1, 1)/datetime(2026, 1, 1).replace(tzinfo=timezone.utc)/' app.py
