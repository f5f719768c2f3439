from flask import Flask, current_app

app = Flask('shop')
print(current_app.name)
