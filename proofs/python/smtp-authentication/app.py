import os
import smtplib

with smtplib.SMTP('127.0.0.1', int(os.environ['PORT'])) as smtp:
    smtp.login('ada@example.com', 'account password')
    print('logged in')
