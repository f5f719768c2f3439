aws configure help | cat | grep -A 20 -i 'available' > commands.txt || true
sed -i 's/lst/list/' show.sh
