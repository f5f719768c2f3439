class App
{
    static void Main(string[] args)
    {
        if (args.Length == 0)
        {
            int total = 1;
        }
        System.Console.WriteLine(total);
    }
}
