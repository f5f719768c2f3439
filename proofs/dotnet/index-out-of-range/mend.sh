sed -i 's/i <= prices/i < prices/' app.cs
