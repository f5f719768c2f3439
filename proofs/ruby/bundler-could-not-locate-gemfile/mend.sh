# Goes to the project.
mv app/Gemfile .
