redis-cli -p $PORT shutdown nosave || true; while redis-cli -p $PORT ping >/dev/null 2>&1; do sleep 0.05; done
