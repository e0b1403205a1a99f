from concurrent.futures import ThreadPoolExecutor


def divide(dividend, divisor):
    return dividend // divisor


with ThreadPoolExecutor(2) as pool:
    divisors = [2, 0, 5]
    futures = [pool.submit(divide, 10, divisor) for divisor in divisors]

    for divisor, future in zip(divisors, futures):
        try:
            print(f"10 / {divisor} = {future.result()}")
        except ZeroDivisionError as error:
            print(f"10 / {divisor}: {error}")
    print("the pool still works:", pool.submit(divide, 9, 3).result())
