jars=
for jar in core beans context expression aop; do jars=$jars:/usr/share/java/spring3-$jar.jar; done
exec java -cp "app$jars:/usr/share/java/commons-logging.jar" acme.Main
