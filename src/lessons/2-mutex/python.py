import threading

ROUNDS = 1_000
counter = 0
counter_lock = threading.Lock()


def count():
    global counter
    for _ in range(ROUNDS):
        with counter_lock:
            old = counter
            counter = int(old) + 1


threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"counter = {counter}, expected {2 * ROUNDS}")
