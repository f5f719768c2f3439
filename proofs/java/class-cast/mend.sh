# Asks for the type first.
sed -i 's/Integer i = (Integer) o;/if (o instanceof Integer) System.out.println(o);/' App.java
