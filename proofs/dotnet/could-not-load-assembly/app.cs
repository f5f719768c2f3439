class App
{
    static void Main()
    {
        System.Console.WriteLine(Greet.Hello());
    }
}
