# Lets the loop be ignored.
sed -i "s#// settings here#settings.ReferenceLoopHandling = ReferenceLoopHandling.Ignore;#" App.cs
