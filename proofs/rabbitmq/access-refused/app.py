import os

import pika

login = pika.PlainCredentials('app', 'secret')
parameters = pika.ConnectionParameters('127.0.0.1', int(os.environ['PORT']), credentials=login)
connection = pika.BlockingConnection(parameters)
print(connection.is_open)
