# The schedule that goes wrong, step by step. Two generators stand for two threads; each `yield` is a
# place where the other one may run.
below = {2: 1, 1: 0, 0: None}
top = 2


def slow():
    global top
    old_top, following = top, below[top]  # 2, and 1 below it
    yield
    if top == old_top:  # it is 2 again: nothing seems to have happened
        top = following


def quick():
    global top
    first, top = top, below[top]    # takes 2
    second, top = top, below[top]   # takes 1, and keeps it
    below[first], top = top, first  # puts 2 back
    print(f"quick keeps plate {second}")
    yield


thread = slow()
next(thread)
next(quick())
next(thread, None)
print(f"now plate {top} is on top, the one that quick keeps")
