class App
{
    static void Main()
    {
        int price = 3
        System.Console.WriteLine(price);
    }
}
