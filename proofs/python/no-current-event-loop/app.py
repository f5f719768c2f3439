import asyncio
import threading

failed = []


def work():
    try:
        run()
    except RuntimeError:
        failed.append(1)
        raise


def run():
    loop = asyncio.get_event_loop()
    print(loop.run_until_complete(asyncio.sleep(0, 'done')))


thread = threading.Thread(target=work)
thread.start()
thread.join()
raise SystemExit(len(failed))
