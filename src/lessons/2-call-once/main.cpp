#include <atomic>
#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

constexpr int Threads = 4;

struct Dictionary {
    Dictionary() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }  // slow to load
};

std::atomic<int> loaded_naively = 0;
std::atomic<int> loaded_once = 0;
std::atomic<bool> is_loaded = false;
std::once_flag load_flag;

void look_up_naively() {
    if (!is_loaded) {  // looks, and then acts: anything may happen in between
        Dictionary dictionary;
        ++loaded_naively;
        is_loaded = true;
    }
}

void look_up() {
    std::call_once(load_flag, [] {
        Dictionary dictionary;
        ++loaded_once;
    });
}

template <typename Function>
void run_in_all_threads(Function function) {
    std::vector<std::thread> threads;
    for (int i = 0; i < Threads; ++i) threads.emplace_back(function);
    for (std::thread& thread : threads) thread.join();
}

int main() {
    run_in_all_threads(look_up_naively);
    run_in_all_threads(look_up);
    std::cout << "loaded naively: " << loaded_naively << " times, with call_once: " << loaded_once << "\n";
}
