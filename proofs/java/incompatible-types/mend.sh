# Converts by name.
sed -i 's/3.5/(int) 3.5/' App.java
