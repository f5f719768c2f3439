public class App {
    public static void main(String[] args) throws Exception {
        var l = new java.util.ArrayList<>(java.util.List.of(1, 2, 3));
        for (var x : l) if (x == 1) l.remove(x);
    }
}
