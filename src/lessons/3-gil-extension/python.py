import hashlib
import threading
import time

DATA = bytes(20_000_000)


def native():
    hashlib.sha256(DATA).digest()  # releases the lock while it computes


def seconds_for(threads):
    start = time.perf_counter()
    all_threads = [threading.Thread(target=native) for _ in range(threads)]
    for each in all_threads:
        each.start()
    for each in all_threads:
        each.join()
    return time.perf_counter() - start


native()
one = seconds_for(1)
print(f"2 threads took {seconds_for(2) / one:.1f} times as long as one")
