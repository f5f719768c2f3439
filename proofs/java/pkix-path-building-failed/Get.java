import java.net.URL;

public class Get {
    public static void main(String[] args) throws Exception {
        try (var in = new URL(args[0]).openStream()) {
            System.out.println(in.readAllBytes().length > 0);
        }
    }
}
