sed -i 's/^app = .*/&\napp.loader.import_task_module("tasks")/' app.py
