public class App {
    public static void main(String[] args) throws Exception {
        var field = String.class.getDeclaredField("value");
        field.setAccessible(true);
        System.out.println(((byte[]) field.get("hello")).length);
    }
}
