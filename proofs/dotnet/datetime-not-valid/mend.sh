sed -i 's/dd.MM.yyyy/yyyy-MM-dd/' app.cs
