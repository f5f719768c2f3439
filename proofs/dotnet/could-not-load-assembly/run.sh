mkdir -p out
mcs -target:library -out:greet.dll greet.cs && mcs -r:greet.dll -out:out/app.dll app.cs || exit 1
root=$(python3 -c 'import dotnetcore2, os; print(os.path.dirname(dotnetcore2.__file__))')
chmod +x "$root/bin/dotnet"
cp app.runtimeconfig.json out/
"$root/bin/dotnet" out/app.dll
