sed -i -e 's/^print/with app.app_context():\n    print/' app.py
