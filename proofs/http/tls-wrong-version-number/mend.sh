# The port speaks http: its scheme goes into the setting.
sed -i 's/https:/http:/' app.env
