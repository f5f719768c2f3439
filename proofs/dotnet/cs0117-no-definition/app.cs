class App
{
    static void Main()
    {
        System.Console.Writeline("ready");
    }
}
