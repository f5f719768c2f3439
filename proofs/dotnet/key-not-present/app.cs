using System;
using System.Collections.Generic;

class App
{
    static void Main()
    {
        var prices = new Dictionary<string, int> { { "bread", 3 } };
        Console.WriteLine(prices["milk"]);
    }
}
