# Guards the header.
sed -i '1i #pragma once' a.h
