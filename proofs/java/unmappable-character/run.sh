javac -encoding ASCII App.java
