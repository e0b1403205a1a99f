import threading

letter = None
is_posted = threading.Event()


def sender():
    global letter
    letter = 42
    is_posted.set()  # publishes everything written before


def receiver():
    is_posted.wait()
    print(f"the letter says {letter}")


threads = [threading.Thread(target=f) for f in (receiver, sender)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
