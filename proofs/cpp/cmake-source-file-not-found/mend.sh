# Corrects the path.
sed -i 's|app main.c|app src/main.c|' CMakeLists.txt
