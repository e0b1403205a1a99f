// A class template with a concept, used by two threads; move-only items.
#include <concepts>
#include <condition_variable>
#include <deque>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

template <std::movable Item>
class Queue {
public:
    void push(Item item) {
        {
            std::lock_guard guard(m_lock);
            m_items.push_back(std::move(item));
        }
        m_filled.notify_one();
    }
    Item pop() {
        std::unique_lock lock(m_lock);
        m_filled.wait(lock, [this] { return !m_items.empty(); });
        Item item = std::move(m_items.front());
        m_items.pop_front();
        return item;
    }

private:
    std::mutex m_lock;
    std::condition_variable m_filled;
    std::deque<Item> m_items;
};

int main() {
    Queue<std::unique_ptr<int>> queue;
    int sum = 0;
    std::jthread consumer([&] {
        for (int i = 0; i < 10; ++i) sum += *queue.pop();
    });
    for (int i = 1; i <= 10; ++i) queue.push(std::make_unique<int>(i));
    consumer.join();
    std::cout << "sum " << sum << "\n";
}
//> sum 55
