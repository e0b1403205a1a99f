#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using namespace interleave;
using Clock = std::chrono::steady_clock;

task<int> weather(std::string city, int degrees, std::chrono::milliseconds wait) {
    co_await asyncio::sleep(wait);
    if (city == "Atlantis") throw std::runtime_error("no such city");
    std::printf("  weather of %s is there\n", city.c_str());
    co_return degrees;
}

task<> ask() {
    const auto start = Clock::now();
    try {
        auto oslo = weather("Oslo", 4, 200ms), nowhere = weather("Atlantis", 0, 100ms),
             rome = weather("Rome", 21, 300ms);
        co_await asyncio::gather(std::move(oslo), std::move(nowhere), std::move(rome));
    } catch (const std::runtime_error& error) {
        std::printf("first error after %d ms: %s\n",
                    static_cast<int>((Clock::now() - start) / 10ms * 10), error.what());
    }
    co_await asyncio::sleep(400ms);

    auto [oslo, nowhere, rome] =
        co_await asyncio::gather(asyncio::return_exceptions, weather("Oslo", 4, 200ms),
                                 weather("Atlantis", 0, 100ms), weather("Rome", 21, 300ms));
    auto show = [](const asyncio::outcome<int>& outcome) {
        return outcome.has_value() ? std::to_string(*outcome) : outcome.error();
    };
    std::printf("Oslo: %s\nAtlantis: %s\nRome: %s\n", show(oslo).c_str(), show(nowhere).c_str(),
                show(rome).c_str());
}

int main() { asyncio::run(ask()); }
