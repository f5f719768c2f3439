# Gives a default.
sed -i 's/getProperty("greet")/getProperty("greet", "")/' App.java
