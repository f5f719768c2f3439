class App {
    static void Main() {
        System.Console.WriteLine("done");
        return 5;
    }
}
