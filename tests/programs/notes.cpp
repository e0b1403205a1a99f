// interleave/trace.hpp and io.hpp: names, spans, marks, values and simulated input and output.
#include <chrono>
#include <cstdio>
#include <interleave/io.hpp>
#include <interleave/trace.hpp>
#include <mutex>
#include <string>
#include <thread>

using namespace std::chrono_literals;

std::mutex table;

int main() {
    interleave::trace::name(table, "the table");
    std::jthread worker([] {
        interleave::trace::name_thread("worker");
        for (int i = 0; i < 3; i++) {
            interleave::trace::span work("item " + std::to_string(i), i);
            std::lock_guard lock(table);
            interleave::trace::value("items", i + 1);
        }
    });
    interleave::io::wait("disk", 5ms);
    interleave::trace::mark("after the disk");
    worker.join();
    std::puts("noted");
}
