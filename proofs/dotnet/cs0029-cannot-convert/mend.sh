sed -i 's/int price = text;/int price = int.Parse(text);/' app.cs
