from b import beta

alpha = 1
print(beta)
