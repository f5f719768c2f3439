# Checks the length.
sed -i 's/a\[2\]/a[1]/' App.java
