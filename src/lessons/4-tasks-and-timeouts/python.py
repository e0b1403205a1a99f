import asyncio


async def download(what):
    try:
        await asyncio.sleep(1)
        print(what, "has arrived")
    finally:
        print("  connection closed:", what)


async def impatient():
    map = asyncio.create_task(download("map"))
    print("started")
    await asyncio.sleep(0.5)
    print("half a second later")
    map.cancel()
    try:
        await map
    except asyncio.CancelledError:
        print("map was cancelled")
    try:
        await asyncio.wait_for(download("film"), 0.3)
    except asyncio.TimeoutError:
        print("film: the time was up")


asyncio.run(impatient())
