from flask import Flask

web = Flask('shop')
