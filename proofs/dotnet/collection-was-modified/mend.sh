sed -i 's/in prices)/in prices.ToList())/' app.cs
