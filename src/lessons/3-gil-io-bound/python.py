import threading
import time


def request():
    time.sleep(1)  # the lock is released meanwhile


start = time.perf_counter()
threads = [threading.Thread(target=request) for _ in range(5)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(f"5 requests of 1 s each: {time.perf_counter() - start:.2f} s")
