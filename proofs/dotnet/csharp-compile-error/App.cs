class App {
    static void Main() {
        int number;
        System.Console.WriteLine(number);
    }
}
