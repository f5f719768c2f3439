from datetime import datetime, timezone

print(datetime(2026, 1, 1) < datetime.now(timezone.utc))
