// A wait for what another thread announces. 0: without a loop around it, as if it ended only when notified. 1: with one.
// 2: with one, and two that wait.
#include <cassert>
#include <condition_variable>
#include <mutex>

#include "threads.hpp"

std::mutex lock;
std::condition_variable announced;
bool ready = false;

int main() {
    const int mode = read_number();
    run_threads(mode == 2 ? 3 : 2, [mode](int i) {
        std::unique_lock guard(lock);
        if (i == 0) {
            ready = true;
            announced.notify_all();
        } else if (mode == 0) {
            if (!ready) announced.wait(guard);
            assert(ready);
        } else {
            announced.wait(guard, [] { return ready; });
        }
    });
}
