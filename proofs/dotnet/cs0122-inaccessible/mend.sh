sed -i 's/private int/internal int/' app.cs
