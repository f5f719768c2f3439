import java.io.FileNotFoundException;
import java.io.FileReader;

public class App {
    static void f() {
        new FileReader("App.java");
    }

    public static void main(String[] args) throws Exception {
        f();
    }
}
