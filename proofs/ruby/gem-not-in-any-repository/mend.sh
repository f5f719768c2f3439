sed -i 's/gems 1.0.0/gems greet -v 1.0.0/' install.sh
