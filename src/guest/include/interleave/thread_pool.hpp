// A pool of threads that work off tasks: the words of Python's concurrent.futures.
//
//   thread_pool pool(3);
//   auto square = pool.submit([](int x) { return x * x; }, 7);      // a pool_future<int>
//   square.result();                                                // waits: 49
//   for (int y : pool.map(f, {1, 2, 3})) …                          // in the order of the arguments
//   for (auto& each : as_completed(futures)) …                      // in the order in which they end
//
// Python                               here
//   ThreadPoolExecutor(3)                thread_pool pool(3)
//   pool.submit(f, x)                    pool.submit(f, x)
//   future.result(timeout=1)             future.result(1s), throws timeout_error
//   future.done(), running(), cancel()   the same; a future that runs can't be cancelled
//   future.exception()                   future.exception(), null if there is none
//   pool.shutdown(wait, cancel_futures)  pool.shutdown(…); the destructor waits for all
//
// Threads take tasks in the order of submit. All futures of a pool share one lock and one condition variable, so a
// timeline has two lanes for a pool, not two for a task.
// Thread safety: everything may be called from any thread, tasks included.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <initializer_list>
#include <interleave/trace.hpp>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace interleave {

namespace pool {

struct timeout_error : std::runtime_error {
    timeout_error() : std::runtime_error("the result was not there in time") {}
};
struct cancelled_error : std::runtime_error {
    cancelled_error() : std::runtime_error("the task was cancelled before it began") {}
};

// What the pool and its futures share; outlives the pool while there are futures.
struct shared {
    std::mutex lock;
    std::condition_variable work;  // there is a task, or the pool ends
    std::condition_variable done;  // some task has ended
    std::uint64_t over = 0;        // how many have
};

enum class state { pending, running, finished, cancelled };

// A task, and later its result. All members but `run` are guarded by the pool's lock.
class entry {
public:
    explicit entry(std::shared_ptr<pool::shared> shared) : shared(std::move(shared)) {}
    virtual ~entry() = default;
    virtual void run() = 0;

    std::shared_ptr<pool::shared> shared;
    pool::state state = pool::state::pending;
    std::uint64_t place = 0;  // among those of the pool that are over, in the order of their ends
    std::exception_ptr error;
    bool over() const { return state >= pool::state::finished; }
    void end(pool::state how) {
        state = how;
        place = ++shared->over;
    }
};

template <class T>
class entry_of : public entry {
public:
    entry_of(std::shared_ptr<pool::shared> shared, std::function<T()> function)
        : entry(std::move(shared)), m_function(std::move(function)) {}
    void run() override {
        try {
            if constexpr (std::is_void_v<T>)
                m_function();
            else
                value.emplace(m_function());
        } catch (...) {
            error = std::current_exception();
        }
        m_function = nullptr;  // what it holds on to goes before anyone knows that it is done
    }
    std::optional<std::conditional_t<std::is_void_v<T>, char, T>> value;

private:
    std::function<T()> m_function;
};

}  // namespace pool

// Stands for the result of a submitted task. Copies stand for the same task.
template <class T>
class pool_future {
public:
    explicit pool_future(std::shared_ptr<pool::entry_of<T>> entry) : m_entry(std::move(entry)) {}

    // True once it has returned, thrown or been cancelled.
    bool done() const {
        std::lock_guard guard(m_entry->shared->lock);
        return m_entry->over();
    }
    bool running() const { return state() == pool::state::running; }
    bool cancelled() const { return state() == pool::state::cancelled; }

    // Waits for the result. Throws what the task threw, or pool::cancelled_error. May be called again.
    T result() const {
        wait_until(std::nullopt);
        return take();
    }
    // Throws pool::timeout_error if it is not there in time.
    template <class Rep, class Period>
    T result(std::chrono::duration<Rep, Period> timeout) const {
        wait_until(std::chrono::steady_clock::now() + timeout);
        return take();
    }
    // Waits; what the task threw, or null.
    std::exception_ptr exception() const {
        wait_until(std::nullopt);
        if (cancelled()) throw pool::cancelled_error();
        return m_entry->error;
    }
    // True if it will never run. False: it runs already, or has ended.
    bool cancel() const {
        std::lock_guard guard(m_entry->shared->lock);
        if (m_entry->state == pool::state::pending) {
            m_entry->end(pool::state::cancelled);
            m_entry->shared->done.notify_all();
        }
        return m_entry->state == pool::state::cancelled;
    }
    const std::shared_ptr<pool::entry_of<T>>& entry() const { return m_entry; }

private:
    pool::state state() const {
        std::lock_guard guard(m_entry->shared->lock);
        return m_entry->state;
    }
    void wait_until(std::optional<std::chrono::steady_clock::time_point> end) const {
        pool::shared& shared = *m_entry->shared;
        std::unique_lock lock(shared.lock);
        auto over = [&] { return m_entry->over(); };
        if (!end)
            shared.done.wait(lock, over);
        else if (!shared.done.wait_until(lock, *end, over))
            throw pool::timeout_error();
    }
    // REQUIRES: it is over: nobody writes any more
    T take() const {
        if (cancelled()) throw pool::cancelled_error();
        if (m_entry->error) std::rethrow_exception(m_entry->error);
        if constexpr (std::is_copy_constructible_v<T>)
            return *m_entry->value;
        else if constexpr (!std::is_void_v<T>)
            return std::move(*m_entry->value);
    }

    std::shared_ptr<pool::entry_of<T>> m_entry;
};

class thread_pool {
public:
    // `name` is what its threads are called in the timeline, with a number.
    explicit thread_pool(int threads, std::string name = "pool")
        : m_shared(std::make_shared<pool::shared>()) {
        if (threads < 1) throw std::invalid_argument("a thread_pool needs at least one thread");
        trace::name(m_shared->lock, name + " lock");
        trace::name(m_shared->work, name + " has work");
        trace::name(m_shared->done, name + " has results");
        for (int i = 1; i <= threads; ++i)
            m_threads.emplace_back([this, label = name + " " + std::to_string(i)] { work(label); });
    }
    ~thread_pool() { shutdown(); }
    thread_pool(const thread_pool&) = delete;
    thread_pool& operator=(const thread_pool&) = delete;

    // Throws std::logic_error after shutdown().
    template <class Function, class... Arguments>
    auto submit(Function function, Arguments... arguments) {
        using T = std::invoke_result_t<Function, Arguments...>;
        auto call = [function = std::move(function),
                     arguments = std::make_tuple(std::move(arguments)...)]() mutable {
            return std::apply(function, std::move(arguments));
        };
        auto entry =
            std::make_shared<pool::entry_of<T>>(m_shared, std::function<T()>(std::move(call)));
        {
            std::lock_guard guard(m_shared->lock);
            if (m_ending) throw std::logic_error("submit to a thread_pool that has been shut down");
            m_waiting.push_back(entry);
        }
        m_shared->work.notify_one();
        return pool_future<T>(entry);
    }

    // The results in the order of the arguments; throws the first exception in that order.
    template <class Function, class Range>
    auto map(Function function, const Range& range) {
        using T = std::invoke_result_t<Function, decltype(*std::begin(range))>;
        std::vector<pool_future<T>> futures;
        for (const auto& argument : range) futures.push_back(submit(function, argument));
        std::vector<T> results;
        for (const pool_future<T>& each : futures) results.push_back(each.result());
        return results;
    }
    template <class Function, class T>
    auto map(Function function, std::initializer_list<T> list) {
        return map(std::move(function), std::vector<T>(list));
    }

    enum class pending { run, cancel };
    // No more tasks; waits until all have ended. What has not begun is run, or cancelled.
    void shutdown(pending what = pending::run) {
        {
            std::lock_guard guard(m_shared->lock);
            m_ending = true;
            if (what == pending::cancel) {
                for (const auto& each : m_waiting)
                    if (each->state == pool::state::pending) each->end(pool::state::cancelled);
                m_waiting.clear();
            }
        }
        m_shared->work.notify_all();
        m_shared->done.notify_all();
        for (std::thread& each : m_threads)
            if (each.joinable()) each.join();
    }

private:
    void work(const std::string& label) {
        trace::name_thread(label);
        std::unique_lock lock(m_shared->lock);
        while (true) {
            m_shared->work.wait(lock, [&] { return m_ending || !m_waiting.empty(); });
            if (m_waiting.empty()) return;
            std::shared_ptr<pool::entry> next = std::move(m_waiting.front());
            m_waiting.pop_front();
            if (next->state != pool::state::pending) continue;
            next->state = pool::state::running;
            lock.unlock();
            {
                trace::span span("task");
                next->run();
            }
            lock.lock();
            next->end(pool::state::finished);
            m_shared->done.notify_all();
        }
    }

    std::shared_ptr<pool::shared> m_shared;
    std::deque<std::shared_ptr<pool::entry>> m_waiting;
    bool m_ending = false;
    std::vector<std::thread> m_threads;  // last: they use all of the above
};

// Gives futures in the order in which they end; the loop waits for the next one. REQUIRES: they are of one pool
template <class T>
class as_completed {
public:
    explicit as_completed(std::vector<pool_future<T>> futures) : m_left(std::move(futures)) {}

    class iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type = pool_future<T>;
        explicit iterator(as_completed* of) : m_of(of) { ++*this; }
        const value_type& operator*() const { return *m_now; }
        iterator& operator++() {
            m_now = m_of->next();
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return !m_now; }

    private:
        as_completed* m_of;
        std::optional<value_type> m_now;
    };
    iterator begin() { return iterator(this); }
    std::default_sentinel_t end() const { return {}; }

private:
    std::optional<pool_future<T>> next() {
        if (m_left.empty()) return std::nullopt;
        pool::shared& shared = *m_left.front().entry()->shared;
        std::unique_lock lock(shared.lock);
        auto found = m_left.end();
        shared.done.wait(lock, [&] {
            found = std::min_element(m_left.begin(), m_left.end(), [](const auto& a, const auto& b) {
                return rank(a) < rank(b);
            });
            return found->entry()->over();
        });
        pool_future<T> ended = *found;
        m_left.erase(found);
        return ended;
    }
    // Those that are over first, in the order of their ends.
    static std::uint64_t rank(const pool_future<T>& future) {
        const auto& entry = *future.entry();
        return entry.over() ? entry.place : UINT64_MAX;
    }
    std::vector<pool_future<T>> m_left;
};

}  // namespace interleave
