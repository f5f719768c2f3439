class App
{
    static int Price(int count)
    {
        if (count > 9)
            return 2;
    }

    static void Main()
    {
        System.Console.WriteLine(Price(3));
    }
}
