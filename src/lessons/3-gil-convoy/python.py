import threading
import time

finished = False


def compute():
    while not finished:
        pass


def talk():
    global finished
    late = 0.0
    for _ in range(20):
        start = time.perf_counter()
        time.sleep(0.002)
        late += time.perf_counter() - start - 0.002
    finished = True
    print(f"20 answers, each {late / 20 * 1000:.2f} ms late")


threads = [threading.Thread(target=compute), threading.Thread(target=talk)]
for each in threads:
    each.start()
for each in threads:
    each.join()
