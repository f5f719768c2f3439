# Gives the base.
sed -i 's|"/api"|"/api", "http://127.0.0.1"|' app.js
