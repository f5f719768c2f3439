ip addr show dev eth9
