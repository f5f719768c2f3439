public class App {
    public static void main(String[] args) throws Exception {
        String s = System.getProperty("greet"); System.out.println(s.length());
    }
}
