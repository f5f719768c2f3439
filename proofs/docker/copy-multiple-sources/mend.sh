# Ends the destination with a slash.
sed -i "s#/app\$#/app/#" Dockerfile
