import os

import pika

parameters = pika.ConnectionParameters('127.0.0.1', int(os.environ['PORT']))
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
channel.queue_declare('jobs', durable=True)
print('declared')
