import os

import pika

parameters = pika.ConnectionParameters('127.0.0.1', int(os.environ['PORT']))
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
print(channel.basic_get('jobs'))
