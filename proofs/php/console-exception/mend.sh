echo 12 > stock.txt
