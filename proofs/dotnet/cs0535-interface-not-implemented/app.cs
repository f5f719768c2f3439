interface IShop
{
    void Open();
}

class Shop : IShop
{
}

class App
{
    static void Main()
    {
        new Shop();
    }
}
