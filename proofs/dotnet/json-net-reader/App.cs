using System;
using Newtonsoft.Json;

class Person {
    public string Name { get { return "Ann"; } }
    public Person Manager { get { return this; } }
}

class App {
    static void Main() {
        var settings = new JsonSerializerSettings();
        // settings here
        Console.WriteLine(JsonConvert.SerializeObject(new Person(), settings));
    }
}
