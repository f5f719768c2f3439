sed -i 's/Console.WriteLine(int.Parse(text));/Console.WriteLine(int.TryParse(text, out var price) ? price : 0);/' app.cs
