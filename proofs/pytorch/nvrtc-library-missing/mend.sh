# The folder of the library is on the loader's path.
echo 'export LD_LIBRARY_PATH=$PWD/builtins' > env
