import threading
import time

# In CPython the lock of the interpreter lets one thread run at a time, so two counters never meet in
# the caches: sharing a line costs nothing, but two threads are no faster than one either.
ROUNDS = 300_000
counters = [0, 0]


def count(index):
    for _ in range(ROUNDS):
        counters[index] += 1


def seconds_for(*groups):
    start = time.perf_counter()
    for group in groups:
        threads = [threading.Thread(target=count, args=(index,)) for index in group]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return time.perf_counter() - start


print(f"both at once: {seconds_for([0, 1]):.3f} s, one after the other: {seconds_for([0], [1]):.3f} s")
