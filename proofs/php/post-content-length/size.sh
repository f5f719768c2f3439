# Sends 9,000 bytes and ends with success if all of them came in.
php -c php.ini -S 127.0.0.1:$PORT > server.log 2>&1 &
server=$!
until (exec 3<>/dev/tcp/127.0.0.1/$PORT) 2> /dev/null; do sleep 0.05; done
head -c 9000 /dev/zero | tr '\0' x | curl -s -d @- http://127.0.0.1:$PORT/upload.php > answer.txt
kill $server
wait $server 2> /dev/null
cat server.log answer.txt
! grep -q 'exceeds the limit' server.log answer.txt && grep -q 9000 answer.txt
