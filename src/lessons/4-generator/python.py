def evens(end):
    for number in range(0, end, 2):
        yield number


for number in evens(10):
    print(number, end=" ")
print()

total = taken = 0
for number in evens(1_000_000):
    total += number
    taken += 1
    if taken == 5:
        break
print("sum of the next five:", total)
