import asyncio
import time

start = time.perf_counter()


async def produce(queue):
    for item in range(8):
        await queue.put(item)
    print(f"produced all after {time.perf_counter() - start:.2f} s")


async def consume(queue):
    for _ in range(8):
        await queue.get()
        await asyncio.sleep(0.02)  # what it does with the item
    print(f"consumed 8, the last after {time.perf_counter() - start:.2f} s")


async def both():
    queue = asyncio.Queue(maxsize=2)
    await asyncio.gather(produce(queue), consume(queue))


asyncio.run(both())
