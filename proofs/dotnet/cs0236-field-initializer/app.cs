class Cart
{
    int price = 3;
    int total = price * 2;

    public int Total { get { return total; } }
}

class App
{
    static void Main()
    {
        System.Console.WriteLine(new Cart().Total);
    }
}
