sed -i -e 's/from werkzeug.urls import url_quote/from urllib.parse import quote/' -e 's/url_quote/quote/' app.py
