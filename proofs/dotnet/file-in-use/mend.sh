sed -i -e 's/^        first.WriteByte(1);/&\n        first.Dispose();/' app.cs
