public class App {
    public static void main(String[] args) throws Exception {
        java.sql.DriverManager.getConnection("jdbc:greet:x");
    }
}
