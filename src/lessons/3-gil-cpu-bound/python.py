import threading
import time

STEPS = 2_000_000


def count():
    for _ in range(STEPS):
        pass


def seconds_for(threads):
    start = time.perf_counter()
    all_threads = [threading.Thread(target=count) for _ in range(threads)]
    for each in all_threads:
        each.start()
    for each in all_threads:
        each.join()
    return time.perf_counter() - start


one = seconds_for(1)
for threads in (2, 4):
    print(f"{threads} threads: {seconds_for(threads) / one:.1f} times as long as one")
