// try_lock, a shared_mutex, a semaphore and call_once, all small.
#include <mutex>
#include <semaphore>
#include <shared_mutex>

#include "threads.hpp"

std::mutex lock;
std::shared_mutex shared;
std::binary_semaphore permit(1);
std::once_flag flag;
int value = 0;
int made = 0;

int main() {
    const int n = read_number();
    int missed[4] = {};
    run_threads(n, [&](int i) {
        if (lock.try_lock()) {
            lock.unlock();
        } else {
            missed[i] = 1;
        }
        if (i == 0) {
            std::unique_lock guard(shared);
            ++value;
        } else {
            std::shared_lock guard(shared);
            missed[i] += value * 10;
        }
        permit.acquire();
        permit.release();
        std::call_once(flag, [] { ++made; });
    });
    std::printf("%d %d made %d\n", missed[0], missed[1], made);
}
