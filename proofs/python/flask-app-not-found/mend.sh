sed -i 's/flask routes/flask --app shop:web routes/' start.sh
