# Renders a part of it.
sed -i 's/null, user/null, user.name/' app.js
