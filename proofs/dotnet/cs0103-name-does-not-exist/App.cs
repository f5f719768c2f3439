class App {
    static void Main() {
        { int found = 5; }
        System.Console.WriteLine(found);
    }
}
