import threading
import time


def compute_for(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def task(name, cpu_burst, io_burst):
    computing = 0.0
    start = time.perf_counter()
    for _ in range(4):
        burst_start = time.perf_counter()
        compute_for(cpu_burst)
        computing += time.perf_counter() - burst_start
        time.sleep(io_burst)
    utilisation = computing / (time.perf_counter() - start)
    print(f"{name}: {utilisation:.0%} of the time computing")


threads = [
    threading.Thread(target=task, args=("video", 0.009, 0.001)),
    threading.Thread(target=task, args=("backup", 0.001, 0.009)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
