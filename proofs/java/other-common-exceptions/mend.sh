# Checks before it takes the value.
sed -i 's/.get()/.orElse("none")/' App.java
