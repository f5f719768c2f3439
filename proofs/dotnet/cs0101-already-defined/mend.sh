sed -i '4,$s/^class Item/class OtherItem/' app.cs
