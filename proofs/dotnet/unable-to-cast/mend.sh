sed -i 's/(int)price/Convert.ToInt32(price)/' app.cs
