ip -br link
sed -i "s/eth9/$(ip -br link | awk 'NR == 1 { print $1 }')/" show.sh
