class App
{
    static void Main()
    {
        System.Console.WriteLine("ready");
    }
}
