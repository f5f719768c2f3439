sed -i '/^class Base/,/^}/s/^{/{\n    public virtual void Open() { }/' app.cs
