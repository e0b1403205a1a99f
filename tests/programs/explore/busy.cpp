// Main counts how long it has to wait: a loop that changes something each time, and so has endlessly many executions.

#include <atomic>
#include <thread>

std::atomic<int> rounds{0};
std::atomic<bool> done{false};

int main() {
    std::thread other([] { done = true; });
    while (!done) ++rounds;
    other.join();
}
