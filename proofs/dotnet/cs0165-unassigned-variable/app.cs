class App
{
    static void Main(string[] args)
    {
        int total;
        if (args.Length > 0)
            total = 1;
        System.Console.WriteLine(total);
    }
}
