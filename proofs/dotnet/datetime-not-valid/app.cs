using System;
using System.Globalization;

class App
{
    static void Main()
    {
        var day = DateTime.ParseExact("2024-01-31", "dd.MM.yyyy", CultureInfo.InvariantCulture);
        Console.WriteLine(day.Month);
    }
}
