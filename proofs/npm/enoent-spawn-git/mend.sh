# Git is there.
ln -s "$(command -v git)" bin/
