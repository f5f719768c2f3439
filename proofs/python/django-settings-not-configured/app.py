import os

from django.contrib.auth.models import User

print(User._meta.label)
