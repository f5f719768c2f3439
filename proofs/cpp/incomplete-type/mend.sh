# Includes the header with the definition.
sed -i '1c #include "b.h"' main.cpp
