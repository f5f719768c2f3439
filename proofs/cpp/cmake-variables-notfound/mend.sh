# Gives the path in the cache.
mkdir lib && touch lib/libgreet.so && cmake -B build -DGREET_LIB=$PWD/lib/libgreet.so
