sed -i -e 's/import collections/import collections.abc/' -e 's/collections.Mapping/collections.abc.Mapping/' app.py
