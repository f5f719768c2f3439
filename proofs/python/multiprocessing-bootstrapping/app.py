import multiprocessing as mp


def work(x):
    return x * x


mp.set_start_method('spawn', force=True)
p = mp.Process(target=work, args=(2,))
p.start()
p.join()
raise SystemExit(p.exitcode)
