using System.Threading;
using System.Timers;

class App
{
    static void Main()
    {
        System.Console.WriteLine(typeof(Timer));
    }
}
