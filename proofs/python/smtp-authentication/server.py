# A mail server that takes an app password only.
import base64
import os
import socketserver


class Mail(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b'\r\n')

    def handle(self):
        self.say('220 mail.example.com ESMTP')
        for line in self.rfile:
            command = line.decode().split()
            if command[0].upper() == 'EHLO':
                self.say('250-mail.example.com')
                self.say('250 AUTH PLAIN')
            elif command[0].upper() == 'AUTH':
                word = base64.b64decode(command[2]).decode().split('\0')[2]
                if word == 'abcd efgh ijkl mnop':
                    self.say('235 2.7.0 Accepted')
                else:
                    self.say('535 5.7.8 Username and Password not accepted.')
            elif command[0].upper() == 'QUIT':
                self.say('221 2.0.0 closing connection')
                return
            else:
                self.say('250 2.1.0 OK')


with socketserver.ThreadingTCPServer(('127.0.0.1', int(os.environ['PORT'])), Mail) as server:
    open('ready', 'w').close()
    server.serve_forever()
