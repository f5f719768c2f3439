sed -i '/^user/d' nginx.conf
