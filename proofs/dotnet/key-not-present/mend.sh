sed -i 's/Console.WriteLine(prices\["milk"\]);/Console.WriteLine(prices.TryGetValue("milk", out var price) ? price : 0);/' app.cs
