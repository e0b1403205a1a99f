import threading

ROUNDS = 100_000
counter = 0


def count():
    global counter
    for _ in range(ROUNDS):
        old = counter        # read
        new = int(old) + 1   # add; the call lets Python switch threads here
        counter = new        # write back


threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"counter = {counter}, expected {2 * ROUNDS}")
