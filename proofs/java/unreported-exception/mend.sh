# Declares it.
sed -i 's/void f()/void f() throws java.io.FileNotFoundException/' App.java
