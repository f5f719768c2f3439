using System;
using System.Collections.Generic;

class App
{
    static void Main()
    {
        var prices = new Dictionary<string, int> { { "milk", 1 } };
        prices.Add("milk", 2);
        Console.WriteLine(prices.Count);
    }
}
