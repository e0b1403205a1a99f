import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

STEPS = 1_000_000


def part_of_sum(part):
    total = 0
    for step in range(part, part + STEPS):
        total = (total + step * step) % 100
    return total


def measure(how, function):
    start = time.perf_counter()
    result = sum(function())
    print(f"{how}: {(time.perf_counter() - start) * 1000:.0f} ms")
    return result


if __name__ == "__main__":
    with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(4) as processes:
        list(processes.map(abs, range(4)))  # starts them
        results = {
            measure("in sequence", lambda: map(part_of_sum, range(4))),
            measure("threads under the GIL", lambda: threads.map(part_of_sum, range(4))),
            measure("processes", lambda: processes.map(part_of_sum, range(4))),
        }
    print("all sums agree:", "yes" if len(results) == 1 else "no")
