sed -i 's/= 3$/= 3;/' app.cs
