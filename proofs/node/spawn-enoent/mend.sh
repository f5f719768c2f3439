# Names a program that is there.
sed -i 's/nosuchprogram/true/' app.js
