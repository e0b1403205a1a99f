import asyncio
import sys
import warnings

warnings.showwarning = lambda message, *_: print("warning:", message, file=sys.stdout)
files_on_disk = 0


async def save():
    global files_on_disk
    await asyncio.sleep(0.05)  # the disk
    files_on_disk += 1


async def close_program():
    print("saving…")
    saving = save()  # here something is missing
    print("the program thinks that all is saved")


asyncio.run(close_program())
print("files on the disk:", files_on_disk)
