sed -i -e 's/int total = i/int part = i/' -e 's/WriteLine(total + i)/WriteLine(part + i)/' app.cs
