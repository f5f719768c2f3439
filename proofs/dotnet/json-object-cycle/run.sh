root=$(python3 -c 'import dotnetcore2, os; print(os.path.dirname(dotnetcore2.__file__))')/bin
shared=$root/shared/Microsoft.NETCore.App/3.1.23
mcs -nostdlib -noconfig $(for f in System.Private.CoreLib System.Runtime System.Text.Json System.Console System.Memory netstandard; do echo "-r:$shared/$f.dll"; done) -out:app.dll app.cs || exit 1
chmod +x "$root/dotnet"
"$root/dotnet" app.dll
