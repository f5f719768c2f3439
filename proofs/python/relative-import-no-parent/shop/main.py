from .models import NAME

print(NAME)
