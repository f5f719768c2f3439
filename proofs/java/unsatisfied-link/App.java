public class App {
    public static void main(String[] args) throws Exception {
        System.loadLibrary("greet");
        System.out.println("loaded");
    }
}
