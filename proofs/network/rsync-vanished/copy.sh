# The last file goes while the first is copied slowly.
rm -rf dest; echo z > src/z
rsync -a --bwlimit=100 src/ dest/ &
until ls -A dest 2> /dev/null | grep -q '^\.a'; do kill -0 $! || break; sleep 0.02; done
rm src/z
wait $!
