NAME=app
