import dis
import sys
import threading

sys.setswitchinterval(0.00005)
ROUNDS = 100_000
counter = 0


def increment():
    global counter
    for _ in range(ROUNDS):
        counter = int(counter) + 1  # read, call, add, write


threads = [threading.Thread(target=increment) for _ in range(2)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(f"counter = {counter}, expected {2 * ROUNDS}")
dis.dis("counter += 1")
