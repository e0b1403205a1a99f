// Processes talk through channels: values are copied, a full channel holds the sender up, closing ends the loop.
#include <cstdio>
#include <interleave/channel.hpp>
#include <interleave/process.hpp>
#include <string>
#include <utility>
#include <vector>

using interleave::channel;
using interleave::process;
using Task = std::pair<int, std::string>;

void worker(channel<Task> tasks, channel<std::vector<int>> results) {
    for (Task& task : tasks) {
        std::vector<int> codes{task.first};
        for (char letter : task.second) codes.push_back(letter);
        results.send(codes);
    }
    results.close();
}

int echo_by_name() {
    channel<int> numbers("numbers");
    channel<int> doubled("doubled", 1);
    int count = 0;
    while (std::optional<int> number = numbers.next()) {
        doubled.send(*number * 2);
        ++count;
    }
    doubled.close();
    return count;
}

int main() {
    channel<Task> tasks(1);
    channel<std::vector<int>> results;
    process child(worker, tasks, results);
    tasks.send({1, "ab"});
    tasks.send({2, ""});
    tasks.send({3, std::string(200, 'x')});  // more than the receiver first makes room for
    tasks.close();
    for (const std::vector<int>& codes : results) {
        std::printf("task %d has %zu letters\n", codes[0], codes.size() - 1);
    }
    std::printf("worker ended with %d\n", child.wait());

    channel<int> numbers("numbers", 2);
    channel<int> doubled("doubled", 1);
    process echo(echo_by_name);
    int sum = 0;
    for (int i = 1; i <= 10; ++i) {
        numbers.send(i);
        if (i > 2) sum += doubled.receive();
    }
    numbers.close();
    for (int value : doubled) sum += value;
    std::printf("sum %d, count %d\n", sum, echo.wait());

    try {
        numbers.send(1);
    } catch (const interleave::channel_closed& error) {
        std::printf("%s\n", error.what());
    }
    channel<int> empty(1);
    std::printf("nothing came: %d\n", !empty.receive_for(std::chrono::milliseconds(5)));
    empty.send(5);
    std::printf("no room: %d\n", !empty.send_for(6, std::chrono::milliseconds(5)));
    std::printf("kept: %d\n", *empty.receive_for(std::chrono::milliseconds(5)));
}
