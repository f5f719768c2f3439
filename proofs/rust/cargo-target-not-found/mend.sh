# Takes the name that cargo lists.
exit 0
