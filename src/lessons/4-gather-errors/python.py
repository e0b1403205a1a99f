import asyncio


async def weather(city, degrees, wait):
    await asyncio.sleep(wait)
    if city == "Atlantis":
        raise LookupError("no such city")
    print("  weather of", city, "is there")
    return degrees


def cities():
    return weather("Oslo", 4, 0.2), weather("Atlantis", 0, 0.1), weather("Rome", 21, 0.3)


async def ask():
    try:
        await asyncio.gather(*cities())
    except LookupError as error:
        print("first error:", error)
    await asyncio.sleep(0.4)

    print(await asyncio.gather(*cities(), return_exceptions=True))


asyncio.run(ask())
