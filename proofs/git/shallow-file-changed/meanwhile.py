"""Stands before git-upload-pack: before a fetch is answered, another one is run in the same clone."""
import os
import subprocess
import sys

server = subprocess.Popen(["git-upload-pack", *sys.argv[1:]], stdin=subprocess.PIPE)
mark = os.path.join(os.path.dirname(sys.argv[0]), "again")
while data := os.read(0, 65536):
    if b"deepen" in data and not os.path.exists(mark):
        open(mark, "w").close()
        bare = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        subprocess.run(["git", "-C", os.environ["CLONE"], "fetch", "-q", "--depth=3", "origin"], env=bare, check=True)
    server.stdin.write(data)
    server.stdin.flush()
server.stdin.close()
sys.exit(server.wait())
