# The message names what is missing.
touch config.yaml
