sed -i 's/void Main/static void Main/' app.cs
