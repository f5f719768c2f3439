# Defines the operator.
sed -i '3i std::ostream\& operator<<(std::ostream\& o, const A\& a) { return o << a.n; }' main.cpp
