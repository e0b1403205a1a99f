import threading
import time

PAINTERS = 4
ROOMS = 3
rooms_done = 0


def next_room():
    global rooms_done
    rooms_done += 1


room_is_done = threading.Barrier(PAINTERS, action=next_room)


def painter(number):
    for room in range(ROOMS):
        time.sleep(0.01 + 0.02 * ((number + room) % PAINTERS))
        room_is_done.wait()


painters = [threading.Thread(target=painter, args=(number,)) for number in range(PAINTERS)]
for each in painters:
    each.start()
for each in painters:
    each.join()
print(f"{rooms_done} rooms, one after the other")
