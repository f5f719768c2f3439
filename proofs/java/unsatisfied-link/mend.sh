# Names the folder of the library.
sed -i 's/java App/java -Djava.library.path=lib App/' run.sh
