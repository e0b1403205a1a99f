// A jthread that is asked to stop, a stop_callback, a barrier with a completion.
#include <barrier>
#include <iostream>
#include <stop_token>
#include <thread>
#include <vector>

int main() {
    std::stop_source source;
    std::stop_callback told(source.get_token(), [] { std::cout << "asked to stop\n"; });
    std::jthread waits([token = source.get_token()] {
        while (!token.stop_requested()) std::this_thread::yield();
    });
    source.request_stop();
    waits.join();

    int phases = 0;
    std::barrier together(3, [&]() noexcept { ++phases; });
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            for (int phase = 0; phase < 4; ++phase) together.arrive_and_wait();
        });
    }
    threads.clear();
    std::cout << "phases " << phases << "\n";
}
//> asked to stop
//> phases 4
