import sqlite3
import sys
import threading

con = sqlite3.connect(":memory:")
failed = []


def work():
    try:
        con.execute("CREATE TABLE t (n)")
    except Exception:
        failed.append(True)
        raise


thread = threading.Thread(target=work)
thread.start()
thread.join()
sys.exit(bool(failed))
