class App
{
    static int Count(Hashtable prices)
    {
        return 3;
    }

    static void Main()
    {
        System.Console.WriteLine("ready");
    }
}
