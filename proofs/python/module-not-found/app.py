import shop

print(shop.version)
