sed -i 's/^        File.Write/        Directory.CreateDirectory(Path.GetDirectoryName(path));\n&/' app.cs
