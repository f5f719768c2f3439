class Item
{
    public int Price { get { return 1; } }
}

class App
{
    static void Main()
    {
        new Item().Price = 2;
    }
}
