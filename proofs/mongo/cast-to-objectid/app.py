from bson import ObjectId

ids = ['me', '507f1f77bcf86cd799439011']
print([ObjectId(text) for text in ids])
