# Ends the other one.
kill $(cat pid)
