sed -i 's/int total;/static int total;/' app.cs
