sed -i 's/^import xml$/import xml.etree.ElementTree/' app.py
