#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

constexpr int Items = 5;

std::mutex queue_lock;
std::condition_variable filled;
std::queue<int> items;

void produce() {
    for (int item = 1; item <= Items; ++item) {
        {
            std::lock_guard guard(queue_lock);
            items.push(item);
        }
        filled.notify_one();
    }
}

void consume() {
    int sum = 0;
    for (int taken = 0; taken < Items; ++taken) {
        std::unique_lock lock(queue_lock);
        filled.wait(lock, [] { return !items.empty(); });
        sum += items.front();
        items.pop();
    }
    std::cout << "sum = " << sum << "\n";
}

int main() {
    std::thread consumer(consume);
    std::thread producer(produce);
    producer.join();
    consumer.join();
}
