# Asks before it reads.
sed -i 's/user.name.length/user.name?.length/' app.js
