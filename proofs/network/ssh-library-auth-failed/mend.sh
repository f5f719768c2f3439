ssh -v -o UserKnownHostsFile=none -o StrictHostKeyChecking=no -o BatchMode=yes -i key -p "$PORT" 127.0.0.1 true 2>&1 | grep 'Server accepts key'
sed -i 's/old-key/key/' connect.js
