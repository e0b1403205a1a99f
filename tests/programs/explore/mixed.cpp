// mixed(way): a variable is used plainly by one thread and by std::atomic_ref by another, from 100 on never at the same time.

#include <atomic>
#include <thread>

#include "threads.hpp"

static int value = 0;
static std::atomic<bool> done{false};

// Uses it in a thread of its own, and plainly meanwhile.
template <typename Operation, typename Access>
void use(Operation operation, Access access) {
    std::thread other([=] { operation(std::atomic_ref(value)); });
    access(value);
    other.join();
}

int main() {
    volatile int seen = 0;
    const auto read = [&seen](int& plain) { seen = plain; };
    const auto write = [](int& plain) { plain = 1; };
    using Ref = std::atomic_ref<int>;
    switch (read_number()) {
        case 0:
            use([](Ref ref) { ++ref; }, read);
            break;
        case 1:
            use([](Ref ref) { ref = 2; }, read);
            break;
        case 2:
            use([](Ref ref) { (void)ref.load(); }, write);
            break;
        case 3:
            use([](Ref ref) { ref.exchange(5); }, write);
            break;
        case 100:
            use([](Ref ref) { (void)ref.load(); }, read);
            break;
        case 101:
            value = 1;
            run_threads(2, [](int) { ++std::atomic_ref(value); });
            return value - 3;
        case 102:
            use(
                [](Ref ref) {
                    ++ref;
                    done = true;
                },
                [&](int& plain) {
                    while (!done) std::this_thread::yield();
                    seen = plain;
                });
            return seen - 1;
        case 103:
            // Fails, so that it only reads.
            use(
                [](Ref ref) {
                    int expected = 7;
                    ref.compare_exchange_strong(expected, 8);
                },
                read);
            break;
    }
}
