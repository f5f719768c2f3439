using System;
using System.Text.Json;

class Item
{
    public string Name { get; set; }
    public Item Parent { get; set; }
}

class App
{
    static void Main()
    {
        var item = new Item { Name = "milk" };
        item.Parent = item;
        Console.WriteLine(JsonSerializer.Serialize(item));
    }
}
