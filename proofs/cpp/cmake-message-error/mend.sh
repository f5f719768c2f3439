# Does what the indented text says, with a fresh build folder.
rm -rf build && touch data.txt
