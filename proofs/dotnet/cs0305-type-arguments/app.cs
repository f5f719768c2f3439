using System.Collections.Generic;

class App
{
    static int Count(List prices)
    {
        return 3;
    }

    static void Main()
    {
        System.Console.WriteLine("ready");
    }
}
