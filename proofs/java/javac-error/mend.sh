# Mends the first error.
sed -i 's/n = 3/n = 3;/' App.java
