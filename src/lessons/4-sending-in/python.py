def only_with(word):
    try:
        while True:
            line = yield
            if word in line:
                print("found:", line)
    finally:
        print("the filter is closed")


filter = only_with("python")
try:
    filter.send("too early")
except TypeError as error:
    print(error)

next(filter)  # to the first yield
for line in ["python is a snake", "so is the viper", "a python sleeps"]:
    filter.send(line)
filter.close()
