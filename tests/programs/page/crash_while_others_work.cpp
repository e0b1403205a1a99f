// A process crashes while its other threads send, receive and print: nobody else is held up.
#include <cstdio>
#include <interleave/channel.hpp>
#include <interleave/process.hpp>
#include <string>
#include <thread>

using interleave::channel;
using interleave::process;

void crash_amid_work() {
    channel<std::string> shared("shared", 4);
    for (int i = 0; i < 2; ++i) {
        std::thread([shared]() mutable {
            for (;;) shared.send(std::string(3000, 'x'));
        }).detach();
        std::thread([shared]() mutable {
            for (int n = 0;; ++n) {
                shared.receive();
                if (n % 8 == 0) std::fprintf(stderr, "received %d\n", n);
            }
        }).detach();
    }
    for (int n = 0; n < 20; ++n) shared.receive();
    __builtin_trap();
}

int main() {
    int crashed = 0;
    for (int round = 0; round < 12; ++round) crashed += process(crash_amid_work).wait() == 132;
    std::printf("%d crashed\n", crashed);
    channel<int> own(1);
    own.send(7);
    std::printf("%d came\n", own.receive());
}

//> 12 crashed
//> 7 came
