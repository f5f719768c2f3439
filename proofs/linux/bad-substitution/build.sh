name=Web-App
echo "${name,,}"
