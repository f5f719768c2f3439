# Updates the lock file.
bundle install --local
