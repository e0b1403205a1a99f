import threading
import time


class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 100


def transfer(name, source, target, amount):
    with source.lock:
        time.sleep(0.05)  # asking whether there is enough money takes a moment
        if not target.lock.acquire(timeout=0.5):
            return print(f"{name}: gave up, the other account stayed locked")
        source.balance -= amount
        target.balance += amount
        target.lock.release()


alice, bob = Account(), Account()
threads = [
    threading.Thread(target=transfer, args=("to bob", alice, bob, 30)),
    threading.Thread(target=transfer, args=("to alice", bob, alice, 50)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"alice has {alice.balance}, bob has {bob.balance}")
