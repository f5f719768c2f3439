from django.utils.translation import ugettext_lazy

print(ugettext_lazy.__name__)
