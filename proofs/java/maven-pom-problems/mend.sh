# Gives the version.
sed -i 's|<artifactId>q</artifactId>|<artifactId>q</artifactId><version>1</version>|' pom.xml
