sed -i -e '/int total = 1;/d' -e 's/^        if/        int total = 1;\n&/' app.cs
