sed -i 's/"${name,,}"/"$name" | tr A-Z a-z/' build.sh
