from datetime import datetime

last = datetime.fromisoformat('2026-01-01T00:00:00+00:00')
print(last < datetime.now())
