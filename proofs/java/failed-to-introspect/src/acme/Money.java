package acme;

public class Money { }
