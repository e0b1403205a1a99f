import threading
import time

ROUNDS = 200
wants = [False, False]
goes_first = 0
counter = 0


def count(me):
    global counter, goes_first
    other = 1 - me
    for _ in range(ROUNDS):
        wants[me] = True
        goes_first = other  # after you!
        while wants[other] and goes_first == other:
            time.sleep(0)
        old = counter
        counter = int(old) + 1
        wants[me] = False


threads = [threading.Thread(target=count, args=(me,)) for me in (0, 1)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"counter = {counter}, expected {2 * ROUNDS}")
