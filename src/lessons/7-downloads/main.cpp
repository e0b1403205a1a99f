#include <pthread.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <interleave/event_loop.hpp>
#include <interleave/io.hpp>
#include <interleave/thread_pool.hpp>
#include <vector>

using namespace interleave;

constexpr int Pages = 20;
constexpr int Threads = 5;
constexpr std::size_t PageSize = 50'000;

std::size_t download(int) { return io::download("page", PageSize).size(); }

task<std::size_t> download_async() {
    co_await asyncio::io_wait("page", io::download_time(PageSize));
    co_return PageSize;
}

task<> download_all() {
    std::vector<task<std::size_t>> pages;
    for (int i = 0; i < Pages; ++i) pages.push_back(download_async());
    co_await asyncio::gather(std::move(pages));
}

double milliseconds(auto function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

int main() {
    std::printf("one by one: %6.0f ms\n", milliseconds([] {
                    for (int i = 0; i < Pages; ++i) download(i);
                }));
    thread_pool pool(Threads);
    const double with_pool = milliseconds([&] { pool.map(download, std::vector<int>(Pages)); });
    std::size_t stack = 0;
    pthread_attr_t defaults;
    pthread_attr_init(&defaults);
    pthread_attr_getstacksize(&defaults, &stack);
    std::printf("%d threads: %7.0f ms, %zu KiB each\n", Threads, with_pool, stack / 1024);

    const double with_loop = milliseconds([] { asyncio::run(download_all()); });
    std::printf("event loop: %6.0f ms, %zu KiB each\n", with_loop,
                coroutine_bytes() / Pages / 1024 + 1);
}
