# Each handle is closed before the next one is opened.
sed -i "/fstatSync/a\\  fs.closeSync(file);" app.js
