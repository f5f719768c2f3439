using System;
using System.IO;

class App
{
    static void Main()
    {
        var stream = new MemoryStream();
        using (stream)
        {
            stream.WriteByte(1);
            stream.Position = 0;
        }
        Console.WriteLine(stream.ReadByte());
    }
}
