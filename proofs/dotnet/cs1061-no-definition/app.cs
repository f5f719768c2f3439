class App
{
    static void Main()
    {
        var prices = new[] { 1, 2 };
        System.Console.WriteLine(prices.First());
    }
}
