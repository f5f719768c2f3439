# The address answers at another port: a request tells, and the setting is corrected.
curl -s http://127.0.0.1:$PORT/v1/models
sed -i "s|:1/|:$PORT/|" app.env
