import asyncio
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def wait(_): time.sleep(0.05)
def compute(_): sum(range(2_000_000))


async def coroutines(work):
    async def one():
        await asyncio.sleep(0.05) if work is wait else work(0)

    await asyncio.gather(*(one() for _ in range(4)))


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


if __name__ == "__main__":
    with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(4) as processes:
        for work in (wait, compute):
            alone = seconds(lambda: [work(i) for i in range(4)])
            ways = (lambda: asyncio.run(coroutines(work)), lambda: list(threads.map(work, range(4))),
                    lambda: list(processes.map(work, range(4))))
            print(work.__name__, *(f"{alone / seconds(way):.1f} x" for way in ways))
