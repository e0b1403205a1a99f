import time
from concurrent.futures import ThreadPoolExecutor


def slow_answer(question):
    time.sleep(0.2)
    return question * 6


def ask(future):
    print("done?", "yes" if future.done() else "no")


with ThreadPoolExecutor(3) as pool:
    future = pool.submit(slow_answer, 7)
    ask(future)

    print("main does something else")
    time.sleep(0.3)

    ask(future)
    print("result:", future.result())
