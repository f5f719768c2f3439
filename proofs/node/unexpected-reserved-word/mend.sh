# The function around the await becomes async.
sed -i 's/^function load/async function load/' app.mjs
