using System;
using System.IO;

class App
{
    static void Main()
    {
        var first = new FileStream("today.txt", FileMode.Create, FileAccess.Write, FileShare.None);
        first.WriteByte(1);
        var second = new FileStream("today.txt", FileMode.Open, FileAccess.Read, FileShare.None);
        Console.WriteLine(second.Length);
    }
}
