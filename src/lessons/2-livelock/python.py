import threading
import time

PATIENCE = 20
side_of = ["left", "left"]
passed = []


def walk(me):
    other = 1 - me
    for _ in range(PATIENCE):
        blocked = side_of[me] == side_of[other]
        time.sleep(0.002)  # both look, and think
        if not blocked:
            return passed.append(me)
        side_of[me] = "right" if side_of[me] == "left" else "left"
        time.sleep(0.002)


people = [threading.Thread(target=walk, args=(me,)) for me in (0, 1)]
for person in people:
    person.start()
for person in people:
    person.join()
print(f"{len(passed)} of 2 got through within {PATIENCE} steps")
