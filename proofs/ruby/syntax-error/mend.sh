# Closes the block.
echo end >> app.rb
