from multiprocessing import Pipe, Process


def add_up(channel):
    total = 0
    while (number := channel.recv()) is not None:
        total += number
        channel.send(total)


if __name__ == "__main__":
    channel, theirs = Pipe()
    child = Process(target=add_up, args=(theirs,))
    child.start()
    for number in range(1, 4):
        channel.send(number)
        print(number, "+ … =", channel.recv())
    channel.send(None)
    child.join()
    print("the child has ended with", child.exitcode)
