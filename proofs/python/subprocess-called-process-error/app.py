import subprocess

subprocess.run(['test', '-d', 'out'], check=True)
