# Defines the virtual function.
echo 'void A::run() {}' >> main.cpp
