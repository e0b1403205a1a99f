import heapq
import time
from collections import deque

ready, timers = deque(), []
start = time.monotonic()


def call_later(delay, function):
    heapq.heappush(timers, (time.monotonic() + delay, id(function), function))


def blink(times):
    print(f"{int((time.monotonic() - start) * 100) * 10} ms: blink {times}")
    if times < 3:
        call_later(0.02, lambda: blink(times + 1))


ready.append(lambda: blink(1))
ready.append(lambda: print("knock"))
while ready or timers:
    while timers and timers[0][0] <= time.monotonic():
        ready.append(heapq.heappop(timers)[2])
    if not ready:
        time.sleep(max(0, timers[0][0] - time.monotonic()))
        continue
    ready.popleft()()
