// interleave/generator.hpp: iteration, send, throw_in, close, receivers.
#include <cstdio>
#include <interleave/generator.hpp>
#include <memory>
#include <stdexcept>
#include <string>

using interleave::generator;
using interleave::received;
using interleave::receiver;

struct Said {
    const char* what;
    ~Said() { std::puts(what); }
};

generator<int> evens(int end) {
    for (int i = 0; i < end; i += 2) co_yield i;
}

generator<int, int> running_sum() {
    for (int sum = 0;;) sum += co_yield sum;
}

generator<int> stubborn() {
    Said last{"its destructors ran"};
    for (int i = 1;; ++i) {
        try {
            co_yield i;
        } catch (const std::runtime_error& error) {
            std::printf("inside: %s\n", error.what());
        }
    }
}

generator<std::unique_ptr<int>*> pointers() {
    auto kept = std::make_unique<int>(7);
    co_yield &kept;
}

generator<int> ignores_close() {
    while (true) {
        try {
            co_yield 1;
        } catch (const interleave::generator_exit&) {
        }
        co_return;
    }
}

generator<int> never_ends() {
    for (int close = 0; close < 3;) {
        try {
            co_yield close;
        } catch (const interleave::generator_exit&) {
            ++close;
        }
    }
}

generator<int> fails() {
    co_yield 1;
    throw std::runtime_error("the second one failed");
}

receiver<std::string> printer() {
    Said last{"printer closed"};
    while (true) std::printf("got %s\n", (co_await received).c_str());
}

receiver<std::string> only_with(std::string word, receiver<std::string>& next) {
    next.next();
    while (true) {
        std::string line = co_await received;
        if (line.find(word) != std::string::npos) next.send(line);
    }
}

receiver<int> takes_two() {
    int first = co_await received;
    std::printf("sum %d\n", first + co_await received);
}

int main() {
    int sum = 0;
    for (int i : evens(10)) sum += i;
    std::printf("sum %d\n", sum);

    generator<int> two = evens(3);
    for (int i = 0; i < 4; ++i) std::printf("%d ", two.next().value_or(-1));
    std::printf("%s\n", two.done() ? "done" : "not done");

    auto total = running_sum();
    try {
        total.send(1);
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }
    total.next();
    total.send(5);
    std::printf("running sum %d\n", *total.send(6));
    try {
        total.next();
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }

    {
        generator<int> each = stubborn();
        each.next();
        std::printf("goes on with %d\n", *each.throw_in(std::runtime_error("thrown in")));
    }
    std::printf("pointer to %d\n", ***pointers().next());

    generator<int> ends = ignores_close();
    ends.next();
    ends.close();
    std::printf("closed: %d\n", ends.done());
    generator<int> endless = never_ends();
    endless.next();
    try {
        endless.close();
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }

    generator<int> failing = fails();
    try {
        for (int i : failing) std::printf("yielded %d\n", i);
    } catch (const std::runtime_error& error) {
        std::printf("caught: %s, done %d, then %d\n", error.what(), failing.done(),
                    failing.next().has_value());
    }

    generator<int> unstarted = stubborn();
    unstarted.close();
    std::printf("never begun: %d\n", unstarted.next().has_value());
    generator<int> thrown_at = stubborn();
    try {
        thrown_at.throw_in(std::runtime_error("before it began"));
    } catch (const std::runtime_error& error) {
        std::printf("%s: %d\n", error.what(), thrown_at.next().has_value());
    }

    auto sink = printer();
    auto filter = only_with("tea", sink);
    filter.next();
    for (const char* line : {"tea for two", "coffee", "more tea"}) filter.send(std::string(line));
    filter.close();
    sink.close();
    receiver<int> adder = takes_two();
    std::printf("takes more: %d", adder.next());
    std::printf(" %d\n", adder.send(1));
    std::printf("takes more: %d\n", adder.send(2));
}
