import threading

# Python's library has no readers-writer lock; this small one shows what is inside of such a lock.
changed = threading.Condition()
readers = 0
columns = [0, 0]
torn = []


def reader():
    global readers
    with changed:
        readers += 1
    torn.append(columns[0] != columns[1])  # any number of readers here, but no writer
    with changed:
        readers -= 1
        changed.notify_all()


def writer():
    with changed:
        changed.wait_for(lambda: readers == 0)
        columns[0] += 1  # alone: who wants to read waits for `changed`
        columns[1] += 1


threads = [threading.Thread(target=f) for f in [writer, reader, reader, writer, reader, reader]]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(f"{len(torn)} pages read, {sum(torn)} torn")
