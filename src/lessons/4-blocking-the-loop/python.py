import asyncio
import time

BLOCK = True


async def serve():
    if BLOCK:
        time.sleep(0.2)  # the thread waits, and with it the loop
    else:
        await asyncio.sleep(0.2)  # only this coroutine waits


async def serve_all():
    start = time.perf_counter()
    await asyncio.gather(*(serve() for _ in range(5)))
    print(f"5 visitors served in {(time.perf_counter() - start) * 1000:.0f} ms")


asyncio.run(serve_all())
