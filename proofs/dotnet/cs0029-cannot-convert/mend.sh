# Converts by name.
sed -i "s/= text;/= int.Parse(text);/" App.cs
