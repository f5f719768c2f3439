from django.db import models


class Item(models.Model):
    name = models.CharField(max_length=20)
    id = models.BigAutoField(primary_key=True)
    a = models.IntegerField(default=0)
    b = models.IntegerField(default=0)
