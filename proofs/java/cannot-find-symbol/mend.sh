# Writes the name rightly.
sed -i 's/println(m)/println(n)/' App.java
