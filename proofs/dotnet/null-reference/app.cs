using System;
using System.Collections.Generic;

class App
{
    static void Main()
    {
        var prices = new Dictionary<string, string> { { "milk", null } };
        Console.WriteLine(prices["milk"].Length);
    }
}
