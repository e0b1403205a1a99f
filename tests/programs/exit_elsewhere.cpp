// std::exit on another thread: static destructors and exit handlers run, buffers are written.
#include <cstdio>
#include <cstdlib>
#include <thread>

struct Last {
    ~Last() { std::puts("static destructor"); }
} last;

int main() {
    std::atexit([] { std::puts("exit handler"); });
    std::thread([] {
        std::printf("no newline yet, ");
        std::exit(5);
    }).join();
}
