class App
{
    static void Main()
    {
        var text = "3";
        System.Console.WriteLine(text - 1);
    }
}
