# Takes the release that this JDK has.
sed -i 's/99/17/' run.sh
