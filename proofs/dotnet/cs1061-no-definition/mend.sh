sed -i '1i using System.Linq;' app.cs
