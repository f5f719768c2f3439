sed -i '1i using System.Collections;' app.cs
