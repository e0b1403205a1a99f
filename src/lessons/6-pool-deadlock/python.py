from concurrent.futures import ThreadPoolExecutor, TimeoutError

kitchen = ThreadPoolExecutor(max_workers=1)


def boil_water():
    return "tea"


def bake():
    print("baking a cake")
    water = kitchen.submit(boil_water)
    try:
        return "a cake with " + water.result(timeout=1)
    except TimeoutError:
        return "no water after a second: nobody is free to boil it"


print(kitchen.submit(bake).result())
