import xml

print(xml.etree.ElementTree.fromstring('<a/>').tag)
