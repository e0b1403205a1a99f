import multiprocessing
import os
import time

# Threads of CPython share one interpreter lock and so, when they compute, one core.
# Processes do not: with them Python shows the same stairs as C++ does with threads.


def compute(value):
    for _ in range(300_000):
        value = (value * 1664525 + 1013904223) % 2**32
    return value


def seconds_for(processes):
    with multiprocessing.Pool(processes) as pool:
        start = time.perf_counter()
        pool.map(compute, range(processes), chunksize=1)
        return time.perf_counter() - start


if __name__ == "__main__":
    print(f"cores: {os.cpu_count()}")
    one, six = seconds_for(1), seconds_for(6)
    print(f"6 processes took {six / one:.1f} times as long as one")
