sed -i 's/connect(":memory:")/connect(":memory:", check_same_thread=False)/' app.py
