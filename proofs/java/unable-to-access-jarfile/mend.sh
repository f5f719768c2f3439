# Corrects the path.
cp target/app.jar .
