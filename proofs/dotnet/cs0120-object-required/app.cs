class App
{
    int total;

    static void Main()
    {
        total = 1;
        System.Console.WriteLine(total);
    }
}
