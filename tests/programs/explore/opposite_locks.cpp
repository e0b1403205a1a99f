// Two threads take two mutexes in opposite order: two executions that end, one deadlock.
#include <mutex>

#include "threads.hpp"

std::mutex a;
std::mutex b;

int main() {
    run_threads(2, [](int i) {
        std::lock_guard first(i == 0 ? a : b);
        std::lock_guard second(i == 0 ? b : a);
    });
}
