// twostage: one thread sets two things under two locks, another finds the first one set and expects the second.
// The number: 1 if one lock is held over both stages, 0 if not (twostage_bad of SCTBench).
#include <cassert>
#include <mutex>

#include "threads.hpp"

int first = 0;
int second = 0;
std::mutex first_lock;
std::mutex second_lock;
std::mutex whole;

int main() {
    const bool right = read_number() == 1;
    run_threads(2, [right](int i) {
        std::unique_lock<std::mutex> stages(whole, std::defer_lock);
        if (right) stages.lock();
        int seen = 0;
        {
            std::lock_guard<std::mutex> lock(first_lock);
            if (i == 0) first = 1;
            seen = first;
        }
        if (seen == 0) return;
        std::lock_guard<std::mutex> lock(second_lock);
        if (i == 0) second = seen + 1;
        assert(second == seen + 1);
    });
}
