import threading
import time

PHILOSOPHERS = 5
ONE_LEFT_HANDER = False
forks = [threading.Lock() for _ in range(PHILOSOPHERS)]
eaten = []


def philosopher(seat):
    first, second = seat, (seat + 1) % PHILOSOPHERS
    if ONE_LEFT_HANDER and seat == 0:
        first, second = second, first
    with forks[first]:
        time.sleep(0.05)
        if forks[second].acquire(timeout=0.5):  # C++'s philosophers would wait for ever
            eaten.append(seat)
            forks[second].release()


table = [threading.Thread(target=philosopher, args=(seat,)) for seat in range(PHILOSOPHERS)]
for guest in table:
    guest.start()
for guest in table:
    guest.join()
print(f"{len(eaten)} of {PHILOSOPHERS} have eaten")
