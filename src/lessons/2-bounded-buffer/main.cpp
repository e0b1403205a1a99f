#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <thread>

constexpr int Items = 20;
constexpr int Capacity = 3;
constexpr bool LookAgain = true;  // false: wait once and believe whoever woke you

std::mutex buffer_lock;
std::condition_variable changed;
std::deque<int> buffer;  // never more than Capacity
int sum = 0;
int taken_from_nothing = 0;

template <typename Condition>
void wait_until(std::unique_lock<std::mutex>& lock, Condition is_met) {
    if constexpr (LookAgain) {
        while (!is_met()) changed.wait(lock);
    } else {
        if (!is_met()) changed.wait(lock);
    }
}

void produce() {
    for (int item = 1; item <= Items; ++item) {
        std::unique_lock lock(buffer_lock);
        wait_until(lock, [] { return buffer.size() < Capacity; });
        buffer.push_back(item);
        changed.notify_all();
    }
}

void consume() {
    for (int left = Items / 2; left > 0; --left) {
        std::unique_lock lock(buffer_lock);
        wait_until(lock, [] { return !buffer.empty(); });
        if (buffer.empty()) {
            ++taken_from_nothing;
            continue;
        }
        sum += buffer.front();
        buffer.pop_front();
        changed.notify_all();
    }
}

int main() {
    std::thread first_consumer(consume);
    std::thread second_consumer(consume);
    std::thread producer(produce);
    producer.join();
    first_consumer.join();
    second_consumer.join();

    std::cout << "sum = " << sum << ", expected " << Items * (Items + 1) / 2
              << ", taken from nothing: " << taken_from_nothing << "\n";
}
