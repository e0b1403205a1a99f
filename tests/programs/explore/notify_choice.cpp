// notify_one with two waiters: either may be woken.
#include <condition_variable>
#include <mutex>

#include "threads.hpp"

std::mutex lock;
std::condition_variable turn;
int waiting = 0;
int tickets = 0;
int woken = 0;

int main() {
    run_threads(3, [](int i) {
        std::unique_lock guard(lock);
        if (i == 0) {
            if (waiting < 2) return;
            tickets = 1;
            turn.notify_one();
            turn.wait(guard, [] { return woken != 0; });
            tickets = 1;
            turn.notify_all();
            return;
        }
        ++waiting;
        turn.wait_for(guard, std::chrono::seconds(1), [] { return tickets != 0; });
        tickets = 0;
        if (woken == 0) woken = i;
        turn.notify_all();
    });
    std::printf("%d\n", woken);
}
