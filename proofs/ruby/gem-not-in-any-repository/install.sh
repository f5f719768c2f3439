gem install --local --install-dir gems 1.0.0
