// A process has a memory of its own: it begins with the globals' first values, and what it changes stays there.
#include <cstdio>
#include <interleave/process.hpp>
#include <mutex>
#include <string>
#include <thread>

int counter = 1;
std::string text = "first";
std::mutex mutex;

int change(int by, std::string suffix) {
    std::printf("child sees %d and %s\n", counter, text.c_str());
    // Threads of one process share its memory, as everywhere.
    std::thread helper([&] {
        std::lock_guard lock(mutex);
        counter += by;
    });
    helper.join();
    text += suffix;
    std::printf("child leaves %d and %s\n", counter, text.c_str());
    std::fflush(stdout);
    return counter;
}

int main() {
    counter = 100;
    text = "parent";
    std::lock_guard lock(mutex);  // the child has a mutex of its own
    interleave::process child(change, 41, std::string(" and more"));
    int code = child.wait();
    std::printf("exit code %d, parent still has %d and %s\n", code, counter, text.c_str());
    interleave::process second([] { return interleave::this_process::id(); });
    std::printf("second is process %d, this is %d\n", second.wait(),
                interleave::this_process::id());
}
