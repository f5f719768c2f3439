# Does what the indented text of the first error says.
sed -i 's/REPLACE a/REPLACE a b out "abc"/' CMakeLists.txt
