class App
{
    static int Add(int a, int b)
    {
        return a + b;
    }

    static void Main()
    {
        System.Console.WriteLine(Add(1));
    }
}
