# The path says where the folder is.
sed -i 's|vendor/acme|libs/acme|' pyproject.toml
