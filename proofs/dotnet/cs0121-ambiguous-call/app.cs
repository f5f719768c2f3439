class App
{
    static void Go(string name) { }
    static void Go(App app) { }

    static void Main()
    {
        Go(null);
    }
}
