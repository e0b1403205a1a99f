def printer():
    while True:
        item, name = yield
        print(item, "by", name)


def multiples(of, name, target):
    while True:
        item = yield
        if item % of == 0:
            target.send((item, name))


def broadcast(targets):
    while True:
        item = yield
        for target in targets:
            target.send(item)


sink = printer()
next(sink)
branches = [multiples(i + 1, name, sink) for i, name in enumerate(["one", "two", "three"])]
for branch in branches:
    next(branch)
source = broadcast(branches)
next(source)
for item in range(1, 7):
    source.send(item)
