# Goes to the folder of the pom.xml.
mv app/pom.xml .
