# Goes to the project.
mv app/artisan .
