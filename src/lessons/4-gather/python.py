import asyncio
import time


async def count(number):
    print("One")
    await asyncio.sleep(1)
    print("Two")
    return number * number


async def count_all():
    start = time.perf_counter()
    results = await asyncio.gather(count(0), count(1), count(2))
    print("results", *results, f", {time.perf_counter() - start:.2f} s")


asyncio.run(count_all())
