# Removes with removeIf.
sed -i 's/for (var x : l) if (x == 1) l.remove(x);/l.removeIf(x -> x == 1);/' App.java
