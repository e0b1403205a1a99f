import random
import threading
import time


def sleeper(number, tenths):
    time.sleep(tenths / 10)
    print(f"sleeper {number} slept {tenths} tenths")


start = time.monotonic()
naps = [random.randint(1, 9) for _ in range(5)]
threads = [
    threading.Thread(target=sleeper, args=(number, tenths))
    for number, tenths in enumerate(naps, start=1)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"all together: {int((time.monotonic() - start) * 10)} tenths, not {sum(naps)}")
