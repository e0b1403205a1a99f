// 10,000 threads that all stay: creation must fail with an error that says so, and the program ends.
#include <cstdio>
#include <semaphore>
#include <system_error>
#include <thread>
#include <vector>

int main() {
    std::counting_semaphore<> go(0);
    std::vector<std::jthread> threads;
    try {
        for (int i = 0; i < 10'000; i++) threads.emplace_back([&] { go.acquire(); });
        std::puts("all were created");
    } catch (const std::system_error& error) {
        bool again = error.code() == std::errc::resource_unavailable_try_again;
        std::printf("refused: %s\n", again ? "resource unavailable" : error.what());
    }
    go.release(static_cast<std::ptrdiff_t>(threads.size()));
    threads.clear();
    std::puts("all have ended");
}
