// A ring of three threads that pass a value on, and one that looks whether it came round. The number: 1 if each waits for
// the one before it, 0 if not (token_ring_bad of SCTBench).
#include <cassert>
#include <condition_variable>
#include <mutex>

#include "threads.hpp"

int value[3] = {1, 2, 1};
bool passed[3] = {};
std::mutex ring;
std::condition_variable moved;

int main() {
    const bool right = read_number() == 1;
    run_threads(4, [right](int i) {
        std::unique_lock<std::mutex> lock(ring);
        if (i == 3) {
            if (passed[0] && passed[1] && passed[2]) assert(value[0] == value[1] && value[1] == value[2]);
            return;
        }
        if (right && i > 0) moved.wait(lock, [i] { return passed[i - 1]; });
        value[i] = i == 0 ? (value[2] + 1) % 4 : value[i - 1];
        passed[i] = true;
        moved.notify_all();
    });
}
