import time
from concurrent.futures import ThreadPoolExecutor, as_completed


def sleep_for(milliseconds):
    time.sleep(milliseconds / 1000)
    return milliseconds


with ThreadPoolExecutor(3) as pool:
    times = [300, 100, 250]
    print("map:", *pool.map(sleep_for, times))

    futures = [pool.submit(sleep_for, time) for time in times]
    print("as completed:", *(each.result() for each in as_completed(futures)))
