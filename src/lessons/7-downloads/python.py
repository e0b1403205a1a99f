import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def download(_):
    time.sleep(0.055)


async def download_async():
    await asyncio.sleep(0.055)


async def download_all():
    await asyncio.gather(*(download_async() for _ in range(20)))


def measure(how, function):
    start = time.perf_counter()
    function()
    print(f"{how}: {(time.perf_counter() - start) * 1000:.0f} ms")


with ThreadPoolExecutor(5) as pool:
    measure("one by one", lambda: [download(i) for i in range(20)])
    measure("5 threads", lambda: list(pool.map(download, range(20))))
    measure("event loop", lambda: asyncio.run(download_all()))
