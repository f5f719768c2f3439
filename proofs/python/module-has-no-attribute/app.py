import concurrent

print(concurrent.futures.Future.__name__)
