class App {
    static void Main() {
        int number = 5;
        System.Console.WriteLine($"{number}");
    }
}
