# Keeps the names of the photos in place of the photos.
sed -i "s/, photo)/, 'photo.png')/" page.js
