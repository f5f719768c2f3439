using System.Text.Json;

class Person {
    public int Age { get; set; }
}

class App {
    static void Main(string[] arguments) {
        System.Console.WriteLine(JsonSerializer.Deserialize<Person>(arguments[0]).Age);
    }
}
