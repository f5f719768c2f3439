def hello = "Good day"
