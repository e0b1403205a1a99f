import threading
import time

seats = threading.Semaphore(3)
count_lock = threading.Lock()
inside = 0
most_inside = 0


def count(change):
    global inside, most_inside
    with count_lock:
        inside += change
        most_inside = max(most_inside, inside)


def worker():
    with seats:
        count(+1)
        time.sleep(0.05)
        count(-1)


workers = [threading.Thread(target=worker) for _ in range(6)]
for each in workers:
    each.start()
for each in workers:
    each.join()
print(f"never more than {most_inside} at the same time")
