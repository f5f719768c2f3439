sed -i 's/^  access_log off;/&\n  server_names_hash_bucket_size 128;/' nginx.conf
