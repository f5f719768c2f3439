# Adds the gem.
echo "gem 'rake'" >> Gemfile
