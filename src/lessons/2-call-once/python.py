import threading
import time

loads = []
dictionary = None
load_lock = threading.Lock()


def look_up_naively():
    global dictionary
    if dictionary is None:  # looks, and then acts: anything may happen in between
        time.sleep(0.05)  # slow to load
        loads.append("naively")
        dictionary = {}


def look_up():
    with load_lock:
        look_up_naively()


for function in (look_up_naively, look_up):
    dictionary = None
    loads.clear()
    threads = [threading.Thread(target=function) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{function.__name__}: loaded {len(loads)} times")
