sed -i 's/Go(null)/Go((string)null)/' app.cs
