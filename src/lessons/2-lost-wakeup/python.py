import threading
import time

bell = threading.Condition()
REMEMBER_IT = False
meal_is_ready = False


def guest():
    time.sleep(0.05)  # reads the menu first
    with bell:
        if REMEMBER_IT:
            heard = bell.wait_for(lambda: meal_is_ready, timeout=0.5)
        else:
            heard = bell.wait(timeout=0.5)  # without the timeout: for ever
    print("the guest eats" if heard else "the guest heard no bell and left")


def cook():
    global meal_is_ready
    with bell:
        meal_is_ready = True
        bell.notify()


threads = [threading.Thread(target=f) for f in (guest, cook)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
