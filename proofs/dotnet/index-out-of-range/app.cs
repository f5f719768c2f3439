using System;

class App
{
    static void Main()
    {
        var prices = new[] { 1, 2, 3 };
        for (var i = 0; i <= prices.Length; i++)
            Console.WriteLine(prices[i]);
    }
}
