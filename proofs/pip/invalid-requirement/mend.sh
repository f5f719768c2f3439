sed -i 's/=>/>=/' requirements.txt
