// A pool of three threads; tasks as std::function and packaged_task.
#include <condition_variable>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
    explicit Pool(int size) {
        for (int i = 0; i < size; ++i) m_threads.emplace_back([this] { work(); });
    }
    ~Pool() {
        {
            std::lock_guard guard(m_lock);
            m_closed = true;
        }
        m_changed.notify_all();
    }
    std::future<int> submit(std::function<int()> task) {
        std::packaged_task<int()> packaged(std::move(task));
        std::future<int> result = packaged.get_future();
        {
            std::lock_guard guard(m_lock);
            m_tasks.push(std::move(packaged));
        }
        m_changed.notify_one();
        return result;
    }

private:
    void work() {
        while (true) {
            std::unique_lock lock(m_lock);
            m_changed.wait(lock, [this] { return m_closed || !m_tasks.empty(); });
            if (m_tasks.empty()) return;
            std::packaged_task<int()> task = std::move(m_tasks.front());
            m_tasks.pop();
            lock.unlock();
            task();
        }
    }
    std::mutex m_lock;
    std::condition_variable m_changed;
    std::queue<std::packaged_task<int()>> m_tasks;
    bool m_closed = false;
    std::vector<std::jthread> m_threads;  // last: joined before the rest goes
};

int main() {
    Pool pool(3);
    std::vector<std::future<int>> squares;
    for (int i = 1; i <= 5; ++i) squares.push_back(pool.submit([i] { return i * i; }));
    for (std::future<int>& square : squares) std::cout << square.get() << " ";
    std::cout << "\n";
}
//> 1 4 9 16 25 
