# Checks the id first.
sed -i 's/for text in ids/for text in ids if ObjectId.is_valid(text)/' app.py
