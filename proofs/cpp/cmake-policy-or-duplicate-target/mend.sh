# Guards the addition.
sed -i '1i if(NOT TARGET greet)' third/CMakeLists.txt && echo 'endif()' >> third/CMakeLists.txt
