# Ends the recursion.
sed -i 's/f(n + 1)/f(n - 1)/' App.java
