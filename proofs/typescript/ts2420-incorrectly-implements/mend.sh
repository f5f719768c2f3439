# Adds the member.
sed -i 's/I {}/I { a = ""; }/' app.ts
