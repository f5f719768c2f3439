# Configures credentials for the default profile.
mkdir -p ~/.aws
printf '[default]\naws_access_key_id = a\naws_secret_access_key = b\n' > ~/.aws/credentials
