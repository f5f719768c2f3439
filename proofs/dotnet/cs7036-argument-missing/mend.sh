sed -i 's/Add(1)/Add(1, 2)/' app.cs
