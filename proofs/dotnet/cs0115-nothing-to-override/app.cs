class Base
{
}

class Shop : Base
{
    public override void Open() { }
}

class App
{
    static void Main()
    {
        new Shop().Open();
    }
}
