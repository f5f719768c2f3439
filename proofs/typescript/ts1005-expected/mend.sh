# The parenthesis is closed.
sed -i 's/2;/2);/' app.ts
