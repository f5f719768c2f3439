public class App {
    public static void main(String[] args) throws Exception {
        System.out.println(Integer.parseInt(" 3"));
    }
}
