// Main does much that the other thread does not care for, then looks at what that one has written: two executions.

#include <atomic>
#include <thread>

std::atomic<int> rounds{0};
std::atomic<int> given{0};
volatile int seen;

int main() {
    std::thread other([] { given = 1; });
    for (int i = 0; i < 3'000; ++i) ++rounds;
    seen = given;
    other.join();
}
