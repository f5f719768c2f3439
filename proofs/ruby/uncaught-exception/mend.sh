sed -i '7s/:paused/:open/' app.rb
