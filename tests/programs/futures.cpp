// std::async, std::promise, std::packaged_task, std::shared_future; values and exceptions.
#include <chrono>
#include <cstdio>
#include <future>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;

int main() {
    std::future<int> answer = std::async(std::launch::async, [] { return 42; });
    std::printf("async %d\n", answer.get());

    std::future<int> broken =
        std::async(std::launch::async, []() -> int { throw std::logic_error("boom"); });
    try {
        broken.get();
    } catch (const std::logic_error& error) {
        std::printf("async threw %s\n", error.what());
    }

    std::promise<int> promise;
    std::thread giver([&] {
        std::this_thread::sleep_for(2ms);
        promise.set_value(9);
    });
    std::printf("promise %d\n", promise.get_future().get());
    giver.join();

    std::packaged_task<int(int)> task([](int x) { return x + 1; });
    std::future<int> result = task.get_future();
    std::thread(std::move(task), 4).join();
    std::printf("packaged task %d\n", result.get());

    std::promise<void> never;
    std::shared_future<void> waiting = never.get_future().share();
    bool timed_out = waiting.wait_for(5ms) == std::future_status::timeout;
    std::printf("wait_for %s\n", timed_out ? "timed out" : "was ready");

    std::future<int> lazy = std::async(std::launch::deferred, [] { return 7; });
    std::printf("deferred %d\n", lazy.get());

    std::future<int> orphan = [] { return std::promise<int>().get_future(); }();
    try {
        orphan.get();
    } catch (const std::future_error& error) {
        std::puts(error.code() == std::future_errc::broken_promise ? "broken promise"
                                                                   : "another error");
    }
}
