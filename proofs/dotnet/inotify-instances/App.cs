class App {
    static void Main() {
        var watcher = new System.IO.FileSystemWatcher(".");
        watcher.EnableRaisingEvents = true;
        System.Console.WriteLine("watching");
    }
}
