public class App { static String s = "é"; public static void main(String[] args) { } }
