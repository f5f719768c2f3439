# The class that a signature of the bean names is in a library of its own.
spring=/usr/share/java/spring3-core.jar:/usr/share/java/spring3-beans.jar:/usr/share/java/spring3-context.jar
mkdir -p app money
javac -cp "$spring" -d app src/acme/*.java
mkdir money/acme && mv app/acme/Money.class money/acme/
