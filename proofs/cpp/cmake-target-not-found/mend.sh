# Calls find_package before.
sed -i '2a find_package(Threads REQUIRED)' CMakeLists.txt
