using System;
using System.Text.Json;

class Item
{
    public int Price { get; set; }
}

class App
{
    static void Main()
    {
        var text = "{ \"Price\": \"3\" }";
        Console.WriteLine(JsonSerializer.Deserialize<Item>(text).Price);
    }
}
