public class Greet
{
    public static string Hello() { return "hello"; }
}
