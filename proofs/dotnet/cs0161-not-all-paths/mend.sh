sed -i 's/^        if.*/&/; /return 2;/a\        return 3;' app.cs
