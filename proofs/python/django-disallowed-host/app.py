import os

import django

os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'
django.setup()
from django.test import Client

answer = Client(SERVER_NAME='localhost').get('/')
raise SystemExit(answer.status_code != 200)
