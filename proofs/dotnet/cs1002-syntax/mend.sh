# Ends the statement.
sed -i "s/= 5$/= 5;/" App.cs
