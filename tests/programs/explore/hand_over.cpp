// hand_over(way): one thread writes `data` and lets the other know, by each means of the standard library. No data race, and
// the other one sees what was written.

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <vector>

#include "threads.hpp"

using namespace std::chrono_literals;

int data = 0;

void expect() {
    if (data != 5) std::abort();
}

struct Way {
    std::function<void()> give;
    std::function<void()> take;
};

std::latch one(1), both_at_latch(2);
std::barrier<> both(2);
struct Add {
    void operator()() noexcept { ++data; }
};
std::barrier<Add> adding(2);
std::counting_semaphore<2> permits(0);
std::atomic<int> word = 0;
std::atomic<bool> byte = false;
std::atomic<short> half = 0;
std::atomic<long long> wide = 0;
std::atomic_flag flag;
// Larger than any instruction takes.
struct Three {
    int first = 0, second = 0, third = 0;
};
std::atomic<Three> three;
std::promise<void> promise;
std::future<void> future = promise.get_future();
std::mutex mutex;
std::timed_mutex timed_mutex;
std::shared_mutex shared_mutex;
std::condition_variable changed;
std::condition_variable_any changed_any;
bool ready = false;
std::stop_source source;
std::once_flag once;

const std::vector<Way> ways = {
    {[] { data = 5; one.count_down(); }, [] { one.wait(); expect(); }},
    {[] { data = 5; both_at_latch.arrive_and_wait(); }, [] { both_at_latch.arrive_and_wait(); expect(); }},
    {[] { data = 5; one.count_down(); }, [] { if (one.try_wait()) expect(); }},
    {[] { data = 5; both.arrive_and_wait(); }, [] { both.arrive_and_wait(); expect(); }},
    {[] { data = 5; (void)both.arrive(); }, [] { both.arrive_and_wait(); expect(); }},
    {[] { data = 4; adding.arrive_and_wait(); }, [] { adding.arrive_and_wait(); expect(); }},
    {[] { data = 5; permits.release(); }, [] { permits.acquire(); expect(); }},
    {[] { data = 5; permits.release(); }, [] { if (permits.try_acquire()) expect(); }},
    {[] { data = 5; permits.release(); }, [] { if (permits.try_acquire_for(1ms)) expect(); }},
    {[] { data = 5; word = 1; word.notify_one(); }, [] { word.wait(0); expect(); }},
    {[] { data = 5; byte = true; byte.notify_one(); }, [] { byte.wait(false); expect(); }},
    {[] { data = 5; half = 1; half.notify_one(); }, [] { half.wait(0); expect(); }},
    {[] { data = 5; wide = 1; wide.notify_one(); }, [] { wide.wait(0); expect(); }},
    {[] { data = 5; flag.test_and_set(); flag.notify_all(); }, [] { flag.wait(false); expect(); }},
    {[] { data = 5; flag.test_and_set(); }, [] { if (flag.test()) expect(); }},
    {[] { data = 5; promise.set_value(); }, [] { future.wait(); expect(); }},
    {[] { data = 5; promise.set_value(); },
     [] { if (future.wait_for(1ms) == std::future_status::ready) expect(); }},
    {[] { data = 5; promise.set_value_at_thread_exit(); }, [] { future.wait(); expect(); }},
    {[] { std::lock_guard lock(mutex); data = 5; ready = true; changed.notify_one(); },
     [] { std::unique_lock lock(mutex); changed.wait(lock, [] { return ready; }); lock.unlock(); expect(); }},
    {[] { std::lock_guard lock(mutex); data = 5; ready = true; changed.notify_one(); },
     [] {
         std::unique_lock lock(mutex);
         const bool is_ready = changed.wait_for(lock, 1ms, [] { return ready; });
         lock.unlock();
         if (is_ready) expect();
     }},
    {[] { std::lock_guard lock(shared_mutex); data = 5; ready = true; changed_any.notify_one(); },
     [] { std::shared_lock lock(shared_mutex); changed_any.wait(lock, [] { return ready; }); lock.unlock(); expect(); }},
    {[] { std::unique_lock lock(mutex); data = 5; ready = true; std::notify_all_at_thread_exit(changed, std::move(lock)); },
     [] { std::unique_lock lock(mutex); changed.wait(lock, [] { return ready; }); lock.unlock(); expect(); }},
    {[] { std::lock_guard lock(mutex); data = 5; ready = true; },
     [] { std::unique_lock lock(mutex, std::try_to_lock); if (lock && ready) expect(); }},
    {[] { std::lock_guard lock(timed_mutex); data = 5; ready = true; },
     [] { std::unique_lock lock(timed_mutex, 1ms); if (lock && ready) expect(); }},
    {[] { std::lock_guard lock(shared_mutex); data = 5; ready = true; },
     [] { std::shared_lock lock(shared_mutex); if (ready) expect(); }},
    {[] { std::call_once(once, [] { data = 5; }); expect(); }, [] { std::call_once(once, [] { data = 5; }); expect(); }},
    {[] { data = 5; source.request_stop(); }, [] { if (source.stop_requested()) expect(); }},
    {[] { data = 5; word.fetch_add(1); },
     [] { int seen = 1; if (word.compare_exchange_strong(seen, 2)) expect(); }},
    {[] { data = 5; three = Three{1, 1, 1}; three.notify_one(); }, [] { three.wait(Three{}); expect(); }},
    {[] { data = 5; three = Three{1, 1, 1}; }, [] { if (three.load().second == 1) expect(); }},
};

int main() {
    const Way& way = ways.at(static_cast<std::size_t>(read_number()));
    run_threads(2, [&](int i) { i == 0 ? way.give() : way.take(); });
}
