state="not ready"
[ $state = ready ] && echo go || echo wait
