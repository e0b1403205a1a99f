// A pool of worker processes: ProcessPoolExecutor of Python's concurrent.futures.
//
//   int square(int x) { return x * x; }
//   process_pool pool(5);
//   for (int y : pool.map(square, {1, 2, 3})) …     // 1 4 9
//   pool_future<int> nine = pool.submit(square, 3);
//
// Functions are plain functions, or lambdas that capture nothing; arguments and results are copied from memory to memory
// (message.hpp says of what). Futures are those of thread_pool.hpp. What a function throws arrives as a remote_error with the
// same words; if its process crashes, the future throws broken_process, and a new process takes its place.
//
// How: each worker process has a channel for jobs and one for results. In this process a thread for each worker waits for
// the result of the job that it has sent, and another for the end of the process, which closes the results.
#pragma once

#include <exception>
#include <initializer_list>
#include <interleave/channel.hpp>
#include <interleave/process.hpp>
#include <interleave/thread_pool.hpp>
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

// A function threw an exception in its process.
struct remote_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A process crashed in the middle of a job.
struct broken_process : std::runtime_error {
    explicit broken_process(int code)
        : std::runtime_error("the process crashed with code " + std::to_string(code)), code(code) {}
    int code;
};

namespace pool {

using message::Bytes;

// A job is the address of its runner, then the function and its arguments, as the runner reads them.
using Runner = Bytes (*)(const unsigned char*);

template <class T>
using Sent = std::conditional_t<std::is_void_v<T>, char, T>;

template <class Function, class... Arguments>
Bytes run_job(const unsigned char* bytes) {
    using T = std::invoke_result_t<Function, Arguments...>;
    auto call = message::unpack<std::tuple<Function, Arguments...>>(bytes);
    try {
        auto invoke = [](Function function, Arguments&... arguments) -> T {
            return function(std::move(arguments)...);
        };
        if constexpr (std::is_void_v<T>) {
            std::apply(invoke, call);
            return message::pack(std::tuple<bool, char>(true, 0));
        } else {
            return message::pack(std::tuple<bool, T>(true, std::apply(invoke, call)));
        }
    } catch (const std::exception& error) {
        return message::pack(std::tuple<bool, std::string>(false, error.what()));
    }
}

// What a worker process does until there are no more jobs.
inline void work_off(channel<Bytes> jobs, channel<Bytes> results) {
    trace::name_thread("worker process");
    for (const Bytes& job : jobs) {
        const Runner run = message::unpack<Runner>(job.data());
        trace::span span("task");
        results.send(run(job.data() + sizeof(std::size_t)));
    }
}

class worker {
public:
    worker() : m_child(work_off, m_jobs, m_results) {
        m_watcher = std::thread([this] {
            m_code = m_child.wait();
            m_results.close();
        });
    }
    ~worker() {
        m_jobs.close();
        m_watcher.join();
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    // Nothing if the process ended before it answered.
    std::optional<Bytes> call(const Bytes& job) {
        m_jobs.send(job);
        return m_results.next();
    }
    // REQUIRES: call() gave nothing
    int code() const { return m_code; }

private:
    channel<Bytes> m_jobs, m_results;
    process m_child;
    int m_code = 0;  // written before m_results is closed
    std::thread m_watcher;
};

}  // namespace pool

class process_pool {
public:
    explicit process_pool(int processes)
        : m_idle(static_cast<std::size_t>(processes < 0 ? 0 : processes)),
          m_threads(processes, "pool") {
        for (std::unique_ptr<pool::worker>& each : m_idle) each = std::make_unique<pool::worker>();
    }
    ~process_pool() { shutdown(); }

    template <class Function, class... Arguments>
    auto submit(Function function, Arguments... arguments) {
        using Plain = std::decay_t<decltype(+function)>;
        using T = std::invoke_result_t<Plain, Arguments...>;
        pool::Runner runner = &pool::run_job<Plain, Arguments...>;
        pool::Bytes job = message::pack(std::tuple<pool::Runner, Plain, Arguments...>(
            runner, static_cast<Plain>(function), std::move(arguments)...));
        return m_threads.submit([this, job = std::move(job)]() -> T { return call<T>(job); });
    }

    // The results in the order of the arguments; throws the first exception in that order.
    template <class Function, class Range>
    auto map(Function function, const Range& range) {
        using Argument = std::decay_t<decltype(*std::begin(range))>;
        using T = std::invoke_result_t<Function, Argument>;
        std::vector<pool_future<T>> futures;
        for (const Argument& each : range) futures.push_back(submit(function, each));
        std::vector<T> results;
        for (const pool_future<T>& each : futures) results.push_back(each.result());
        return results;
    }
    template <class Function, class T>
    auto map(Function function, std::initializer_list<T> list) {
        return map(std::move(function), std::vector<T>(list));
    }

    using pending = thread_pool::pending;
    // No more jobs; waits until all have ended, and ends the processes.
    void shutdown(pending what = pending::run) {
        m_threads.shutdown(what);
        m_idle.clear();
    }

private:
    // There are as many workers as threads, so one is idle.
    std::unique_ptr<pool::worker> take() {
        std::lock_guard guard(m_lock);
        std::unique_ptr<pool::worker> worker = std::move(m_idle.back());
        m_idle.pop_back();
        return worker;
    }
    void give_back(std::unique_ptr<pool::worker> worker) {
        std::lock_guard guard(m_lock);
        m_idle.push_back(std::move(worker));
    }

    template <class T>
    T call(const pool::Bytes& job) {
        std::unique_ptr<pool::worker> worker = take();
        const std::optional<pool::Bytes> answer = worker->call(job);
        if (!answer) {
            const int code = worker->code();
            give_back(std::make_unique<pool::worker>());
            throw broken_process(code);
        }
        give_back(std::move(worker));
        if (!message::unpack<bool>(answer->data()))
            throw remote_error(
                std::get<1>(message::unpack<std::tuple<bool, std::string>>(answer->data())));
        if constexpr (!std::is_void_v<T>)
            return std::get<1>(message::unpack<std::tuple<bool, T>>(answer->data()));
    }

    std::mutex m_lock;
    std::vector<std::unique_ptr<pool::worker>> m_idle;
    thread_pool m_threads;  // last: its threads use the others
};

}  // namespace interleave
