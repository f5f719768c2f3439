# Links with the C++ driver.
sed -i "s/^gcc/g++/" build.sh
