sed -i 's/^import os$/import os\n\nimport django\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\ndjango.setup()/' app.py
