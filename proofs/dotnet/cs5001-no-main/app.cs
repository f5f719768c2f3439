class App
{
    void Main()
    {
        System.Console.WriteLine("ready");
    }
}
