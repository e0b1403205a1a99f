import threading
import time


class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 100


def transfer(source, target, amount):
    # Python has no lock-all: take the two in an order that does not depend on the direction.
    first, second = sorted((source, target), key=id)
    with first.lock, second.lock:
        time.sleep(0.05)
        source.balance -= amount
        target.balance += amount


alice, bob = Account(), Account()
threads = [
    threading.Thread(target=transfer, args=(alice, bob, 30)),
    threading.Thread(target=transfer, args=(bob, alice, 50)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"alice has {alice.balance}, bob has {bob.balance}")
