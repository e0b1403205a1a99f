// An exception that nobody catches, on another thread: std::terminate, with type and message.
#include <cstdio>
#include <stdexcept>
#include <thread>

int main() {
    std::puts("about to throw");
    std::thread([] { throw std::runtime_error("nobody catches this"); }).join();
}
