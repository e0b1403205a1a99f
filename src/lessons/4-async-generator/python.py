import asyncio


async def sensor():
    for degrees in range(20, 23):
        await asyncio.sleep(0.1)
        yield degrees


async def reader():
    async for degrees in sensor():
        print(f"sensor: {degrees} degrees")
    print("no more")


async def dots():
    await asyncio.sleep(0.05)
    for _ in range(2):
        await asyncio.sleep(0.1)
        print("  …")


async def all():
    await asyncio.gather(reader(), dots())


asyncio.run(all())
