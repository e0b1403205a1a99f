import asyncio
import time


async def hello():
    start = time.perf_counter()
    print("hello")
    await asyncio.sleep(1)
    print(f"world, {time.perf_counter() - start:.2f} s later")


asyncio.run(hello())
