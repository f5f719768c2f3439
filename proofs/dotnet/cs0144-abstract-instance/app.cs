abstract class Shape
{
}

class Square : Shape
{
}

class App
{
    static void Main()
    {
        Shape shape = new Shape();
        System.Console.WriteLine(shape);
    }
}
