# The prefix is taken off.
sed -i "s/^model.load/saved = {name.removeprefix('module.'): value for name, value in saved.items()}\nmodel.load/" app.py
