from pathlib import Path

SECRET_KEY = 'only for this test'
USE_TZ = True
INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes', 'shop']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': Path(__file__).parent.parent / 'db.sqlite3'}}
