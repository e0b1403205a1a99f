// interleave/event_loop.hpp: cancellation at the await, wait_for, shield, what is cancelled at the end of run.
#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <stdexcept>

using namespace std::chrono_literals;
using interleave::task;
namespace asyncio = interleave::asyncio;

struct Cleanup {
    const char* of;
    ~Cleanup() { std::printf("cleanup of %s\n", of); }
};

task<int> sleeper(const char* name, std::chrono::milliseconds pause = 10s) {
    Cleanup cleanup{name};
    co_await asyncio::sleep(pause);
    std::printf("%s woke\n", name);
    co_return 1;
}

task<> outer(const char* name) {
    Cleanup cleanup{"outer"};
    co_await sleeper(name);
}

task<> holds_on() {
    try {
        co_await asyncio::sleep(10s);
    } catch (const asyncio::cancelled_error&) {
        std::puts("cancelled, but goes on");
    }
    co_await asyncio::sleep(1ms);
    std::puts("ended by itself");
}

task<> cancels_itself(asyncio::task_handle<void>*& self) {
    co_await asyncio::sleep(0s);
    self->cancel();
    std::puts("not yet");
    co_await asyncio::sleep(0s);
    std::puts("never reached");
}

task<> expect_cancelled(asyncio::task_handle<void> handle) {
    try {
        co_await handle;
    } catch (const asyncio::cancelled_error&) {
        std::printf("cancelled: %d\n", handle.cancelled());
    }
}

task<> cancellation() {
    auto nested = asyncio::create_task(outer("inner"));
    co_await asyncio::sleep(1ms);
    std::printf("cancel %d\n", nested.cancel());
    co_await expect_cancelled(nested);
    std::printf("cancel again %d\n", nested.cancel());

    auto unbegun = asyncio::create_task(outer("unbegun"));
    unbegun.cancel();
    co_await expect_cancelled(unbegun);

    auto stubborn = asyncio::create_task(holds_on());
    co_await asyncio::sleep(1ms);
    stubborn.cancel();
    co_await stubborn;
    std::printf("stubborn cancelled: %d\n", stubborn.cancelled());

    asyncio::task_handle<void>* self = nullptr;
    auto suicidal = asyncio::create_task(cancels_itself(self));
    self = &suicidal;
    co_await expect_cancelled(suicidal);
}

task<> waits_for_handle(asyncio::task_handle<int> handle) { co_await handle; }
task<> waits_shielded(asyncio::task_handle<int> handle) { co_await asyncio::shield(handle); }
task<> gathers() { co_await asyncio::gather(sleeper("left"), sleeper("right")); }

task<> passing_on() {
    auto inner = asyncio::create_task(sleeper("handle"));
    auto waiter = asyncio::create_task(waits_for_handle(inner));
    co_await asyncio::sleep(1ms);
    waiter.cancel();
    co_await expect_cancelled(waiter);
    std::printf("inner cancelled too: %d\n", inner.cancelled());

    auto kept = asyncio::create_task(sleeper("shielded", 20ms));
    auto shielded = asyncio::create_task(waits_shielded(kept));
    co_await asyncio::sleep(1ms);
    shielded.cancel();
    co_await expect_cancelled(shielded);
    std::printf("kept %d\n", co_await kept);

    auto both = asyncio::create_task(gathers());
    co_await asyncio::sleep(1ms);
    both.cancel();
    co_await expect_cancelled(both);
}

task<> timeouts() {
    try {
        co_await asyncio::wait_for(sleeper("too slow"), 5ms);
    } catch (const asyncio::timeout_error& error) {
        std::puts(error.what());
    }
    std::printf("in time %d\n", co_await asyncio::wait_for(sleeper("quick", 1ms), 10s));
}

task<> left_behind() {
    auto left = asyncio::create_task(sleeper("left behind"));
    co_await asyncio::sleep(1ms);
    std::puts("main ends");
}

int main() {
    asyncio::run(cancellation());
    asyncio::run(passing_on());
    asyncio::run(timeouts());
    asyncio::run(left_behind());
}
