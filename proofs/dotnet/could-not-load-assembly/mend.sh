sed -i 's/^cp app/cp greet.dll app/' run.sh
