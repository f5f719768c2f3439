# Inherits publicly.
sed -i 's/B : A/B : public A/' main.cpp
