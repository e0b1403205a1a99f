import os
import signal
from multiprocessing import Process


def divide(dividend, divisor):
    if divisor == 0:
        os.kill(os.getpid(), signal.SIGFPE)  # what the processor does to a C++ program
    raise SystemExit(dividend // divisor)


if __name__ == "__main__":
    divisors = [3, 0, 1]
    children = [Process(target=divide, args=(6, divisor)) for divisor in divisors]
    for child in children:
        child.start()
    for divisor, child in zip(divisors, children):
        child.join()
        if child.exitcode < 0:
            print(f"6 / {divisor}: ended by signal {-child.exitcode}")
        else:
            print(f"6 / {divisor} = {child.exitcode}")
    print("the parent goes on")
