sed -i "1i from pathlib import Path\n\nPath('out/log.txt').parent.mkdir(parents=True, exist_ok=True)" app.py
