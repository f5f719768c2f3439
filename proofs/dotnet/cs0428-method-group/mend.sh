sed -i 's/int count = Count;/int count = Count();/' app.cs
