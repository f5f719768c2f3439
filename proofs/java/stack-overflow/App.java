public class App {
    static int f(int n) { return n == 0 ? 0 : f(n + 1); }
    public static void main(String[] args) throws Exception {
        System.out.println(f(1));
    }
}
