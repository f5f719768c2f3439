sed -i 's/^    side = 2/    side = 2\n\n    def area(self):\n        return self.side**2/' app.py
