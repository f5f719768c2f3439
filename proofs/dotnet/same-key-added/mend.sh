sed -i 's/prices.Add("milk", 2)/prices["milk"] = 2/' app.cs
