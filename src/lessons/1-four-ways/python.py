import asyncio
import time
from threading import Thread

WORK = [0.0, 0.03, 0.04]  # seconds of waiting; each also computes a little


def synchronous(wait):
    sum(range(100_000))
    time.sleep(wait)


async def asynchronous(wait):
    sum(range(100_000))
    await asyncio.sleep(wait)


async def all_asynchronous():
    await asyncio.gather(*map(asynchronous, WORK))


start = time.perf_counter()
for wait in WORK:
    synchronous(wait)
print(f"synchronously: {time.perf_counter() - start:.2f} s")

start = time.perf_counter()
asyncio.run(all_asynchronous())
print(f"asynchronously, one thread: {time.perf_counter() - start:.2f} s")
