sed -i 's/Writeline/WriteLine/' app.cs
