# Adds the driver to the class path.
mkdir -p classes && javac -d classes lib/GreetDriver.java && cp -r lib/META-INF classes/ && sed -i 's/java App/java -cp .:classes App/' run.sh
