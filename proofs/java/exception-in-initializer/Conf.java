class Conf { static final int N = Integer.parseInt("x"); }
