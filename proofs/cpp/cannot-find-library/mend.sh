# Names the folder of the library.
sed -i "s|^gcc |gcc -Llib |" build.sh
