sed -i 's/ source / /' copy.sh
