class App
{
    static int Count()
    {
        return 3;
    }

    static void Main()
    {
        int count = Count;
        System.Console.WriteLine(count);
    }
}
