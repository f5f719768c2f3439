# The library of the missing class goes on the class path.
sed -i "s/app\$jars/app:money\$jars/" run.sh
