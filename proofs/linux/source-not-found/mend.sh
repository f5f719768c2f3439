sed -i 's/^source /. /' build.sh
