# Corrects the path.
sed -i 's|main.c|src/main.c|' build.sh
