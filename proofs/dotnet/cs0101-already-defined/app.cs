class Item
{
}

class Item
{
}

class App
{
    static void Main()
    {
        new Item();
    }
}
