public class App {
    static void f() { new java.io.FileReader("App.java"); }
    public static void main(String[] args) { }
}
