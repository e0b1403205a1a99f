import multiprocessing

counter = 1


def change():
    global counter
    print("  child: counter begins as", counter)
    counter = 42
    print("  child: counter =", counter, flush=True)


if __name__ == "__main__":
    counter = 10
    print("parent: counter =", counter, flush=True)

    child = multiprocessing.get_context("spawn").Process(target=change)
    child.start()
    child.join()

    print("parent: counter =", counter)
