import multiprocessing
import time

WORK = 2_000_000
SERIAL = 0.2


def compute(steps):
    value = 1
    for _ in range(steps):
        value = (value * 1664525 + 1013904223) & 0xFFFFFFFF
    return value


def seconds_for(pool, processes):
    start = time.perf_counter()
    compute(int(WORK * SERIAL))  # nobody can help with this part
    pool.map(compute, [int(WORK * (1 - SERIAL) / processes)] * processes, chunksize=1)
    return time.perf_counter() - start


if __name__ == "__main__":
    with multiprocessing.Pool(4) as pool:
        one = seconds_for(pool, 1)
        for count in (1, 2, 4):
            law = 1 / (SERIAL + (1 - SERIAL) / count)
            print(f"{count} processes: {one / seconds_for(pool, count):.2f} times as fast, law: {law:.2f}")
