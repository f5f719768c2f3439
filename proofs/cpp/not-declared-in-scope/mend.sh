# Includes the header that declares it.
sed -i '1i #include <cstdio>' main.cpp
