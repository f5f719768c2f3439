wc -w "$1" || exit 3
