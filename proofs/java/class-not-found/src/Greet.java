public class Greet {
    public String hello() {
        return "Good day";
    }
}
