import threading

ITEMS = 20
CAPACITY = 3
buffer = []
changed = threading.Condition()
total = 0


def produce():
    for item in range(1, ITEMS + 1):
        with changed:
            changed.wait_for(lambda: len(buffer) < CAPACITY)
            buffer.append(item)
            changed.notify_all()


def consume():
    global total
    for _ in range(ITEMS // 2):
        with changed:
            changed.wait_for(lambda: buffer)
            total += buffer.pop(0)
            changed.notify_all()


threads = [threading.Thread(target=f) for f in (consume, consume, produce)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(f"sum = {total}, expected {ITEMS * (ITEMS + 1) // 2}")
