sed -i 's/tags: list = \[\]/tags: list = field(default_factory=list)/' app.py
