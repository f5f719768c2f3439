using System;
using System.Collections.Generic;
using System.Linq;

class App
{
    static void Main()
    {
        var prices = new List<int>();
        Console.WriteLine(prices.First());
    }
}
