# Sets the language version.
echo 6 > version
