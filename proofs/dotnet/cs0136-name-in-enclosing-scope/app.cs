class App
{
    static void Main()
    {
        int total = 1;
        for (var i = 0; i < 2; i++)
        {
            int total = i;
            System.Console.WriteLine(total + i);
        }
        System.Console.WriteLine(total);
    }
}
