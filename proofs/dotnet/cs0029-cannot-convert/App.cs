class App {
    static void Main() {
        string text = "5";
        int number = text;
        System.Console.WriteLine(number);
    }
}
