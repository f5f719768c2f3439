public class App {
    public static void main(String[] args) throws Exception {
        int[] a = new int[2]; System.out.println(a[2]);
    }
}
