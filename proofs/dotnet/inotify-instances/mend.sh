# Raises the limit, which a namespace of users has for itself.
echo 1024 > limit
