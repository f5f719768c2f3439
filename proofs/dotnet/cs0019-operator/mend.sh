sed -i 's/text - 1/int.Parse(text) - 1/' app.cs
