using System;

class App
{
    static void Main()
    {
        object price = "3";
        Console.WriteLine((int)price + 1);
    }
}
