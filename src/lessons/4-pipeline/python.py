def adder():
    items = total = 0
    try:
        while True:
            item = yield
            print(f"  {item} out")
            items, total = items + 1, total + item
    finally:
        print(f"{items} items, sum {total}")


def evens(target):
    while True:
        item = yield
        if item % 2 == 0:
            target.send(item)


sink = adder()
filter = evens(sink)
next(sink)
next(filter)
for item in range(1, 7):
    print(item, "in")
    filter.send(item)
filter.close()
sink.close()
