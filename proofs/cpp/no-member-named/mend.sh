# Uses the name that the type has.
sed -i 's/push(/push_back(/' main.cpp
