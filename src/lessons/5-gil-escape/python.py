import time
from multiprocessing import Process
from threading import Thread


def compute():
    for _ in range(4_000_000):
        pass


def seconds(kind, count):
    start = time.perf_counter()
    all_of_them = [kind(target=compute) for _ in range(count)]
    for each in all_of_them:
        each.start()
    for each in all_of_them:
        each.join()
    return time.perf_counter() - start


if __name__ == "__main__":
    one = seconds(Thread, 1)
    print(f"4 threads: {seconds(Thread, 4) / one:.1f} times as long as one")
    print(f"4 processes: {seconds(Process, 4) / one:.1f} times as long as one")
