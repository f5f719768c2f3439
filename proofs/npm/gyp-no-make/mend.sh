# The build tools are there.
ln -s "$(command -v make)" bin/
