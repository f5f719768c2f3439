using System;

class App
{
    static void Main()
    {
        var text = "3 EUR";
        Console.WriteLine(int.Parse(text));
    }
}
