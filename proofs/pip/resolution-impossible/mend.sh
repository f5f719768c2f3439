# The pin that the conflict names is loosened.
sed -i 's/taxes==2.0/taxes/' requirements.txt
