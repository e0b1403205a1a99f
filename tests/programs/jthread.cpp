// std::jthread and stop tokens: stopping a loop, a waiting thread, and callbacks.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <stop_token>
#include <thread>

using namespace std::chrono_literals;

int main() {
    std::atomic<int> rounds{0};
    {
        std::jthread loop([&](std::stop_token stop) {
            while (!stop.stop_requested()) {
                rounds++;
                std::this_thread::sleep_for(1ms);
            }
        });
        while (rounds < 3) std::this_thread::sleep_for(1ms);
    }
    std::printf("the loop ran: %s\n", rounds >= 3 ? "yes" : "no");

    std::mutex mutex;
    std::condition_variable_any condition;
    bool woke = false;
    {
        std::jthread waiter([&](std::stop_token stop) {
            std::unique_lock lock(mutex);
            woke = !condition.wait(lock, stop, [] { return false; });
        });
        std::this_thread::sleep_for(2ms);
    }
    std::printf("a stop request woke the waiter: %s\n", woke ? "yes" : "no");

    std::stop_source source;
    int called = 0;
    std::stop_callback first(source.get_token(), [&] { called++; });
    std::stop_callback second(source.get_token(), [&] { called++; });
    bool first_request = source.request_stop(), second_request = source.request_stop();
    std::printf("first request %d, second request %d, callbacks %d\n", first_request, second_request,
                called);
}
