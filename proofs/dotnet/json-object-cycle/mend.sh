sed -i 's/Serialize(item)/Serialize(new { item.Name })/' app.cs
