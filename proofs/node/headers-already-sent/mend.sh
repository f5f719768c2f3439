# Sets headers before the answer is sent.
sed -i 's/r.end("a"); r.setHeader("x", "1");/r.setHeader("x", "1"); r.end("a");/' app.js
