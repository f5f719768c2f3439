sed -i 's/int total;/int total = 0;/' app.cs
