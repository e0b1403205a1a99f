import time
from multiprocessing import Process
from threading import Thread


def look_at(points):
    return len(points)


def seconds(kind, points):
    start = time.perf_counter()
    child = kind(target=look_at, args=(points,))
    child.start()
    child.join()
    return time.perf_counter() - start


if __name__ == "__main__":
    import multiprocessing
    multiprocessing.set_start_method("spawn")  # the arguments are pickled and sent
    for size in (1, 2, 4):
        points = [(i, i) for i in range(size * 100_000)]
        print(f"{size} x points: {seconds(Process, points):.3f} s for a process,", end=" ")
        print(f"{seconds(Thread, points):.4f} s for a thread")
