package acme;

public class PriceService {
    public Money price() {
        return null;
    }
}
