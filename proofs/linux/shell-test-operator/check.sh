state="not ready"
if [ $state = ready ]; then echo go; else echo wait; false; fi
