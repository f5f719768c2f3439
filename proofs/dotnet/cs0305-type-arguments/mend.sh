sed -i 's/List prices/List<int> prices/' app.cs
