sed -i 's/new Shape()/new Square()/' app.cs
