python3 manage.py makemigrations --merge --noinput
