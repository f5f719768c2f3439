# Uses an attribute that exists.
sed -i 's/app.name/app.output/' main.tf
