#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>

using namespace std::chrono_literals;
using namespace interleave;

constexpr int Patience = 300;

struct Connection {
    const char* to;
    ~Connection() { std::printf("  connection closed: %s\n", to); }
};

task<> download(const char* what) {
    Connection connection{what};
    co_await asyncio::sleep(1s);
    std::printf("%s has arrived\n", what);
}

task<> impatient() {
    auto map = asyncio::create_task(download("map"));
    std::printf("started\n");
    co_await asyncio::sleep(500ms);
    std::printf("half a second later\n");
    map.cancel();
    try {
        co_await map;
    } catch (const asyncio::cancelled_error&) {
        std::printf("map was cancelled\n");
    }

    try {
        co_await asyncio::wait_for(download("film"), Patience * 1ms);
        std::printf("film in time\n");
    } catch (const asyncio::timeout_error& error) {
        std::printf("film: %s\n", error.what());
    }
}

int main() { asyncio::run(impatient()); }
