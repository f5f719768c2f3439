sed -i '/^class Shop/,/^}/s/^{/{\n    public void Open() { }/' app.cs
