mcs -out:app.dll app.cs || exit 1
root=$(python3 -c 'import dotnetcore2, os; print(os.path.dirname(dotnetcore2.__file__))')
chmod +x "$root/bin/dotnet"
"$root/bin/dotnet" app.dll
