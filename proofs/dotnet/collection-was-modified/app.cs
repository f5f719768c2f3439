using System;
using System.Collections.Generic;
using System.Linq;

class App
{
    static void Main()
    {
        var prices = new List<int> { 1, 2, 3 };
        foreach (var price in prices)
        {
            if (price == 1)
                prices.Remove(price);
        }
        Console.WriteLine(prices.Count);
    }
}
