# The old folder goes, and npm is installed again.
rm -rf lib/node_modules/npm
cp -rL "$(dirname "$(dirname "$(readlink -f "$(type -P npm)")")")" lib/node_modules/npm
