sed -i 's/\.First()/.FirstOrDefault()/' app.cs
