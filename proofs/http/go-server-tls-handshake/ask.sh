: > server.log
curl -s --tls-max 1.2 -o said.txt $OPTIONS "https://localhost:$PORT/"
status=$?
sleep 0.3
cat server.log
exit $status
