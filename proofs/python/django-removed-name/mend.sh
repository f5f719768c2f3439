sed -i 's/ugettext_lazy/gettext_lazy/g' app.py
