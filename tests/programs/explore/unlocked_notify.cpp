// notify_one without the mutex, once for all that wait: it may come before a wait begins and is lost then. 1 and 2: so many
// waits without an end; 3 and 4: one and two with a time limit.
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "threads.hpp"

std::mutex lock;
std::condition_variable changed;
int in_time = 0;

int main() {
    const int mode = read_number();
    run_threads(mode % 2 == 0 ? 3 : 2, [mode](int i) {
        if (i == 0) return changed.notify_one();
        std::unique_lock guard(lock);
        if (mode <= 2) {
            changed.wait(guard);
        } else if (changed.wait_for(guard, std::chrono::seconds(1)) == std::cv_status::no_timeout) {
            in_time |= i;
        }
    });
    std::printf("%d\n", in_time);
}
