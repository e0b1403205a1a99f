#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>

using namespace std::chrono_literals;
using namespace interleave;

int files_on_disk = 0;

task<> save() {
    co_await asyncio::sleep(50ms);  // the disk
    ++files_on_disk;
}

task<> close_program() {
    std::printf("saving…\n");
    auto saving = save();  // here something is missing
    std::printf("the program thinks that all is saved\n");
    co_return;
}

int main() {
    asyncio::run(close_program());
    std::printf("files on the disk: %d\n", files_on_disk);
}
