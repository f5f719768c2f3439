public class App {
    public static void main(String[] args) throws Exception {
        int n = 3
    }
}
