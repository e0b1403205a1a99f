import time
from concurrent.futures import ThreadPoolExecutor


def value_of(number):
    for step in range(20):
        number = (number * 31 + step) % 1000
    return number


def measure(function):
    start = time.perf_counter()
    result = function()
    return result, (time.perf_counter() - start) * 1000


with ThreadPoolExecutor(4) as pool:
    plain, before = measure(lambda: sum(map(value_of, range(2000))))
    pooled, after = measure(lambda: sum(pool.map(value_of, range(2000))))
print(f"before: {before:.2f} ms")
print(f"after: {after:.2f} ms")
print("the sums agree" if plain == pooled else "the sums differ")
