# Answers the first request never, and the others at once.
import socket

server = socket.socket(socket.AF_UNIX)
server.bind('slow.sock')
server.listen()
held = [server.accept()[0]]
while True:
    connection, _ = server.accept()
    connection.recv(4096)
    connection.sendall(b'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi')
    connection.close()
