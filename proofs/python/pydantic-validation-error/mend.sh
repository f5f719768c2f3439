sed -i 's/age: int | None/age: int | None = None/' app.py
