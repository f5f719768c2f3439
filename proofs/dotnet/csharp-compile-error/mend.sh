# Gives the variable a value.
sed -i "s/int number;/int number = 5;/" App.cs
