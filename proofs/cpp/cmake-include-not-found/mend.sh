# Adds the folder before the include.
sed -i '2a list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_SOURCE_DIR}/cmake")' CMakeLists.txt
