using System;
using System.IO;

class App
{
    static void Main()
    {
        var path = Path.Combine("logs", "today.txt");
        File.WriteAllText(path, "ready");
        Console.WriteLine(File.ReadAllText(path));
    }
}
