SECRET_KEY = 'only for this test'
INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes']
