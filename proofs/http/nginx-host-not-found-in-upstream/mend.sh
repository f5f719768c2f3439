sed -i 's/app.invalid/127.0.0.1:3000/' nginx.conf
