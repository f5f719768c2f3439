# Allows the one that is there.
sed -i "s/'2.5.0'/'>= 2.7'/" Gemfile
