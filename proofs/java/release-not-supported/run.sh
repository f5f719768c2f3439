javac --release 99 App.java
