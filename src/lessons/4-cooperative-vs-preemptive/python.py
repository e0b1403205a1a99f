import asyncio

AWAIT_BETWEEN = False
ROUNDS = 1000
counter = 0


async def count():
    global counter
    for _ in range(ROUNDS):
        old = counter
        if AWAIT_BETWEEN:
            await asyncio.sleep(0)
        counter = old + 1
        await asyncio.sleep(0)  # here the other has its turn


async def both():
    await asyncio.gather(count(), count())


asyncio.run(both())
print(f"counter = {counter}, expected {2 * ROUNDS}")
