public class App {
    public static void main(String[] args) throws Exception {
        System.out.println(java.util.Optional.ofNullable(System.getProperty("greet")).get());
    }
}
