sed -i 's/8099$/8099;/' nginx.conf
