chmod 600 key.pem
