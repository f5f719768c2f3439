# Package and program are named.
sed -i 's/tool$/-p tool-cli tool-run/' build.sh
