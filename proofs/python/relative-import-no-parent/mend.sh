sed -i 's|shop/main.py|-m shop.main|' start.sh
