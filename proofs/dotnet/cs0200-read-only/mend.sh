sed -i 's/{ get { return 1; } }/{ get; set; }/' app.cs
