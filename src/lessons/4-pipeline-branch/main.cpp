#include <cstdio>
#include <interleave/generator.hpp>
#include <vector>

using interleave::received;
using interleave::receiver;

constexpr int Items = 6;

struct Found {
    int item;
    const char* filter;
};

receiver<Found> print(int& arrived) {
    while (true) {
        const Found found = co_await received;
        std::printf("%d by %s\n", found.item, found.filter);
        ++arrived;
    }
}

receiver<int> multiples(int of, const char* name, receiver<Found>& target) {
    while (true) {
        const int item = co_await received;
        if (item % of == 0) target.send(Found{item, name});
    }
}

receiver<int> broadcast(std::vector<receiver<int>>& targets) {
    while (true) {
        const int item = co_await received;
        for (receiver<int>& each : targets) each.send(item);
    }
}

int main() {
    int arrived = 0;
    receiver<Found> sink = print(arrived);
    sink.next();
    std::vector<receiver<int>> branches;
    branches.push_back(multiples(1, "one", sink));
    branches.push_back(multiples(2, "two", sink));
    branches.push_back(multiples(3, "three", sink));
    for (receiver<int>& each : branches) each.next();

    receiver<int> source = broadcast(branches);
    source.next();
    for (int item = 1; item <= Items; ++item) source.send(item);
    std::printf("%d arrived\n", arrived);
}
