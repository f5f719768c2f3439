class App
{
    static void Main()
    {
        string text = "3";
        int price = text;
        System.Console.WriteLine(price);
    }
}
