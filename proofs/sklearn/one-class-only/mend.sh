# The split is stratified.
sed -i 's/random_state=2/random_state=2, stratify=y/' app.py
