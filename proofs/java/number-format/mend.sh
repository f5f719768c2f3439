# Trims it.
sed -i 's/" 3"/" 3".trim()/' App.java
