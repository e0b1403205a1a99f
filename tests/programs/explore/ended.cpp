// ended(way): a function ends while another thread is still at its variables, from 100 on when all others are done with them.

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <stop_token>
#include <thread>

#include "threads.hpp"

#define FUNCTION [[gnu::noinline]]

FUNCTION std::thread start() {
    int value = 42;
    return std::thread([&value] { ++value; });
}

FUNCTION std::future<int> start_later(int value) {
    return std::async(std::launch::async, [&] { return value * 2; });
}

FUNCTION void leave_behind() {
    int total = 0;
    std::thread([&] { total = 1; }).detach();
}

FUNCTION void leave_by_exception(std::thread& worker) {
    int total = 0;
    worker = std::thread([&] { total = 1; });
    throw std::exception();
}

FUNCTION void leave_lock_behind() {
    std::mutex mutex;
    std::thread([&] { std::lock_guard lock(mutex); }).detach();
    std::lock_guard lock(mutex);
}

// Notifies what the waiting function may have left by then, or not.
FUNCTION void wait_for_notification(bool notifies_under_lock) {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::thread([&, notifies_under_lock] {
        std::unique_lock lock(mutex);
        done = true;
        if (!notifies_under_lock) lock.unlock();
        changed.notify_one();
    }).detach();
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return done; });
}

// The place of the first call's variable is the second one's.
FUNCTION void hand_out(std::atomic<int*>& place) {
    int value = 1;
    place = &value;
}

FUNCTION int wait_for_latch() {
    int value = 0;
    std::latch done(1);
    std::thread([&] {
        value = 1;
        done.count_down();
    }).detach();
    done.wait();
    return value;
}

FUNCTION int wait_for_semaphore() {
    int value = 0;
    std::binary_semaphore done(0);
    std::thread([&] {
        value = 1;
        done.release();
    }).detach();
    done.acquire();
    return value;
}

FUNCTION int wait_for_flag() {
    int value = 0;
    std::atomic<bool> done(false);
    std::thread([&] {
        value = 1;
        done = true;
    }).detach();
    while (!done) std::this_thread::yield();
    return value;
}

FUNCTION int wait_for_promise() {
    std::promise<int> promise;
    std::future<int> result = promise.get_future();
    std::thread([promise = std::move(promise)]() mutable { promise.set_value(3); }).detach();
    return result.get();
}

FUNCTION int add_in_threads(int n) {
    if (n == 0) return 0;
    int below = 0;
    std::thread other([&] { below = add_in_threads(n - 1); });
    other.join();
    return below + n;
}

FUNCTION int join_by_itself() {
    int value = 0;
    std::jthread worker([&](std::stop_token stop) {
        while (!stop.stop_requested()) std::this_thread::yield();
        value = 1;
    });
    worker.request_stop();
    return 0;
}

FUNCTION void join_by_exception() {
    int value = 0;
    std::jthread worker([&] { value = 1; });
    throw std::exception();
}

int main() {
    switch (read_number()) {
        case 0:
            start().join();
            break;
        case 1:
            return start_later(21).get() == 42 ? 0 : 0;
        case 2:
            leave_behind();
            break;
        case 3: {
            std::thread worker;
            try {
                leave_by_exception(worker);
            } catch (const std::exception&) {
                worker.join();
            }
            break;
        }
        case 4:
            leave_lock_behind();
            break;
        case 5:
            wait_for_notification(false);
            break;
        case 6: {
            // Main's own.
            int value = 0;
            std::thread([&] { value = 1; }).detach();
            break;
        }
        case 7: {
            std::atomic<int*> place(nullptr);
            std::thread reader([&] {
                if (int* value = place) *value = 2;
            });
            hand_out(place);
            reader.join();
            break;
        }
        case 100:
            return wait_for_latch() - 1;
        case 101:
            return wait_for_semaphore() - 1;
        case 102:
            return wait_for_flag() - 1;
        case 103:
            return wait_for_promise() - 3;
        case 104:
            return add_in_threads(2) - 3;
        case 105:
            return join_by_itself();
        case 106:
            try {
                join_by_exception();
            } catch (const std::exception&) {
            }
            break;
        case 107:
            wait_for_notification(true);
            break;
        case 108:
            // One call's place is the next one's.
            for (int i = 0; i < 2; ++i) wait_for_notification(true);
            break;
    }
}
