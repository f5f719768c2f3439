public class App {
    static class Missing extends Exception { }
    public static void main(String[] args) throws Exception {
        if (!new java.io.File("n.txt").exists()) throw new App.Missing();
    }
}
