#include <chrono>
#include <cstdio>
#include <deque>
#include <functional>
#include <interleave/trace.hpp>
#include <map>
#include <thread>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Function = std::function<void()>;

const Clock::time_point start = Clock::now();
std::deque<Function> ready;
std::multimap<Clock::time_point, Function> timers;

void call_soon(Function function) {
    ready.push_back(std::move(function));
    interleave::trace::value("ready", static_cast<int>(ready.size()));
}

void call_later(Clock::duration delay, Function function) {
    timers.emplace(Clock::now() + delay, std::move(function));
}

void run() {
    while (!ready.empty() || !timers.empty()) {
        while (!timers.empty() && timers.begin()->first <= Clock::now()) {
            call_soon(timers.begin()->second);
            timers.erase(timers.begin());
        }
        if (ready.empty()) {
            std::this_thread::sleep_until(timers.begin()->first);
            continue;
        }
        const Function next = ready.front();
        ready.pop_front();
        next();
    }
}

void say(const char* what) {
    std::printf("%d ms: %s\n", static_cast<int>((Clock::now() - start) / 10ms * 10), what);
}

void blink(int times) {
    say(("blink " + std::to_string(times)).c_str());
    if (times < 3) call_later(20ms, [times] { blink(times + 1); });
}

int main() {
    say("start");
    call_later(30ms, [] { say("done waiting"); });
    call_soon([] { blink(1); });
    call_soon([] { say("knock"); });
    run();
}
