// Waits of every kind that last a while. The clock runs on in the thread that ends them, by simulated input,
// so that no sleep and no yield is recorded unless a wait polls (programs.test.ts counts them).
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <interleave/io.hpp>
#include <latch>
#include <mutex>
#include <semaphore>
#include <stop_token>
#include <thread>

using namespace std::chrono_literals;

// Runs `wait` here while another thread lets 30 ms pass and then does what ends the wait.
template <class Wait, class End>
void measure(const char* name, Wait wait, End end) {
    std::thread other([&] {
        interleave::io::wait(name, 30ms);
        end();
    });
    wait();
    other.join();
    std::printf("%s\n", name);
}

int main() {
    std::atomic<int> number{0};
    measure(
        "atomic", [&] { number.wait(0); }, [&] { number = 1, number.notify_one(); });
    std::atomic<bool> flag{false};
    measure(
        "atomic of one byte", [&] { flag.wait(false); }, [&] { flag = true, flag.notify_all(); });
    std::counting_semaphore<> permits(0);
    measure(
        "semaphore", [&] { permits.acquire(); }, [&] { permits.release(); });
    measure(
        "semaphore with a deadline", [&] { permits.try_acquire_for(1h); },
        [&] { permits.release(); });
    measure(
        "semaphore that gives up", [&] { permits.try_acquire_for(20ms); }, [] {});
    std::latch latch(1);
    measure(
        "latch", [&] { latch.wait(); }, [&] { latch.count_down(); });
    std::barrier barrier(2);
    measure(
        "barrier", [&] { barrier.arrive_and_wait(); }, [&] { barrier.arrive_and_wait(); });
    std::promise<void> promise;
    measure(
        "future", [&] { promise.get_future().wait(); }, [&] { promise.set_value(); });
    std::timed_mutex timed;
    std::latch held(1);
    std::thread holder([&] {
        std::lock_guard lock(timed);
        held.count_down();
        interleave::io::wait("holder", 90ms);
    });
    held.wait();
    measure(
        "timed mutex", [&] { timed.try_lock_for(20ms); }, [] {});
    holder.join();
    std::mutex mutex;
    std::condition_variable_any any;
    std::stop_source stop;
    measure(
        "condition with a stop token",
        [&] {
            std::unique_lock lock(mutex);
            any.wait(lock, stop.get_token(), [] { return false; });
        },
        [&] { stop.request_stop(); });
}
