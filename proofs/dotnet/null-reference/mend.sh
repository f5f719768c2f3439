sed -i 's/prices\["milk"\].Length/(prices["milk"] ?? "").Length/' app.cs
