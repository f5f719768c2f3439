public class Service { }
