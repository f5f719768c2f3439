sed -i 's/int total = price \* 2;/int total;\n    public Cart() { total = price * 2; }/' app.cs
