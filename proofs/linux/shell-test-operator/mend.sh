sed -i 's/\$state = ready/"$state" = "not ready"/' check.sh
