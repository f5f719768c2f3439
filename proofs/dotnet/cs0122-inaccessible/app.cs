class Item
{
    private int price = 3;
}

class App
{
    static void Main()
    {
        System.Console.WriteLine(new Item().price);
    }
}
