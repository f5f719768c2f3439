public class App {
    public static void main(String[] args) throws Exception {
        Object o = "a"; Integer i = (Integer) o;
    }
}
