# Loads the file.
echo "import 'deploy.rake'" >> Rakefile
