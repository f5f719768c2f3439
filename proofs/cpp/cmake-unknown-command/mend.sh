# Includes the module that defines it.
sed -i '2a include(CMakePushCheckState)' CMakeLists.txt
