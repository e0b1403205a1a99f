#include <atomic>
#include <chrono>
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

constexpr int Readers = 4;
constexpr int Rounds = 3;

std::shared_mutex page_lock;
int left_column = 0;   // the two columns of a page: the writer keeps them equal
int right_column = 0;
std::atomic<int> torn_pages = 0;

void reader() {
    for (int round = 0; round < Rounds; ++round) {
        std::shared_lock reading(page_lock);
        int left = left_column;
        std::this_thread::sleep_for(5ms);
        if (left != right_column) ++torn_pages;
    }
}

void writer() {
    for (int round = 0; round < Rounds; ++round) {
        std::this_thread::sleep_for(2ms);
        std::unique_lock writing(page_lock);
        ++left_column;
        std::this_thread::sleep_for(3ms);
        ++right_column;
    }
}

int main() {
    std::vector<std::thread> threads;
    threads.emplace_back(writer);
    for (int number = 0; number < Readers; ++number) threads.emplace_back(reader);
    for (std::thread& thread : threads) thread.join();

    std::cout << Readers * Rounds << " pages read, " << torn_pages << " torn\n";
}
