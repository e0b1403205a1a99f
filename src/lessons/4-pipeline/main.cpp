#include <cstdio>
#include <interleave/generator.hpp>

using interleave::received;
using interleave::receiver;

constexpr int Items = 6;

receiver<int> adder() {
    struct Result {
        int items = 0, sum = 0;
        ~Result() { std::printf("%d items, sum %d\n", items, sum); }
    } result;
    while (true) {
        const int item = co_await received;
        std::printf("  %d out\n", item);
        ++result.items;
        result.sum += item;
    }
}

receiver<int> evens(receiver<int>& target) {
    while (true) {
        const int item = co_await received;
        if (item % 2 == 0) target.send(item);
    }
}

void source(receiver<int>& target) {
    for (int item = 1; item <= Items; ++item) {
        std::printf("%d in\n", item);
        target.send(item);
    }
}

int main() {
    receiver<int> sink = adder();
    receiver<int> filter = evens(sink);
    sink.next();
    filter.next();
    source(filter);
    filter.close();
    sink.close();
}
